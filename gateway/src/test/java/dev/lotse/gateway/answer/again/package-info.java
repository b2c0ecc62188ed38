/** Tests of when two questions are taken for one. */
@NullMarked
package dev.lotse.gateway.answer.again;

import org.jspecify.annotations.NullMarked;
