/** Text analysis per language and the lexical query that both engines run. */
@NullMarked
package dev.lotse.ranking.text;

import org.jspecify.annotations.NullMarked;
