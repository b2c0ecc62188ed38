/** The HTML results page that works without JavaScript: texts in German and English, markup, style. */
@NullMarked
package dev.lotse.gateway.http.page;

import org.jspecify.annotations.NullMarked;
