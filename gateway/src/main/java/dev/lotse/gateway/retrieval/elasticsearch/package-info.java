/** The engine on an Elasticsearch cluster that has Lotse's plugin. A page is a document, its passages are nested in it. */
@NullMarked
package dev.lotse.gateway.retrieval.elasticsearch;

import org.jspecify.annotations.NullMarked;
