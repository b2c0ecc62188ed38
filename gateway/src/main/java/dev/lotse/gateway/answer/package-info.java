/** Grounded answers: whether the pages found carry an answer, what it is, and which page says so. */
@NullMarked
package dev.lotse.gateway.answer;

import org.jspecify.annotations.NullMarked;
