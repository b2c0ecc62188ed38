/** What a draft of synonyms and rules would do to queries, before anybody publishes it. */
@NullMarked
package dev.lotse.gateway.preview;

import org.jspecify.annotations.NullMarked;
