/** The search pipeline: from a visitor's words to ranked pages, within a deadline, saying what was left out. */
@NullMarked
package dev.lotse.gateway.search;

import org.jspecify.annotations.NullMarked;
