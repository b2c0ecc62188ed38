/** Pages from a website, by sitemap or by following links from a start address, within the rules that the site sets. */
@NullMarked
package dev.lotse.gateway.ingest.crawl;

import org.jspecify.annotations.NullMarked;
