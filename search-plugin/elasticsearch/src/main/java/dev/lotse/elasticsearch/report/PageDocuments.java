package dev.lotse.elasticsearch.report;

import org.apache.lucene.search.Query;
import org.elasticsearch.common.lucene.search.Queries;
import org.elasticsearch.index.IndexVersion;

/** Every document that is not nested is a page. */
final class PageDocuments {
    static final Query QUERY = Queries.newNonNestedFilter(IndexVersion.current());

    private PageDocuments() {}
}
