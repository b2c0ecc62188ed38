package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.FilterField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.QueryBitSetProducer;

/** Names of the index fields. Text fields carry the language as a suffix, see {@code TextQueryBuilder.fieldName}. */
final class IndexFields {
    static final String KIND = "kind";
    static final String KIND_PAGE = "page";
    static final String KIND_PASSAGE = "passage";

    /** Object id, on the page document only. */
    static final String ID = "id";

    /** Object id, on all documents of the page's block: whoever replaces or deletes a page must hit its passages too. */
    static final String BLOCK = "block";

    static final String UPDATED = "updated";
    static final String VALID_FROM = "validFrom";
    static final String VALID_UNTIL = "validUntil";

    static final String PASSAGE_TEXT = "passage";

    /** Words in lower case, not stemmed: the site's vocabulary. */
    static final String WORDS = "words";

    static final String VECTOR = "vector";

    /** Key of a passage's token vectors in the {@link TokenStore}. */
    static final String TOKENS_KEY = "tokensKey";

    /** {@link dev.lotse.ranking.rerank.PageTerms} of a page. */
    static final String PAGE_TERMS = "pageTerms";

    static final String HEAD = "head";
    static final String CONTENT = "content";
    static final String PASSAGE = "passageData";

    /** The page documents, for joins. Cached per segment. */
    static final BitSetProducer PAGES = new QueryBitSetProducer(new TermQuery(new Term(KIND, KIND_PAGE)));

    private IndexFields() {}

    static String filter(FilterField field) {
        return field == FilterField.OBJECT_ID ? ID : "filter." + field.wireName();
    }
}
