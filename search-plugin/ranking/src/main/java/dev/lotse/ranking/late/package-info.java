/** Late interaction: token vectors as they are stored, and how well those of a query find their like in a passage. */
@NullMarked
package dev.lotse.ranking.late;

import org.jspecify.annotations.NullMarked;
