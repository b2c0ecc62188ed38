package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.Filter;
import java.time.Instant;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** Filters as Lucene queries over page documents. */
final class FilterQueries {
    private FilterQueries() {}

    static final Query PAGES_ONLY = new TermQuery(new Term(IndexFields.KIND, IndexFields.KIND_PAGE));

    /** The pages that pass the filter and are valid at the instant. */
    static Query pages(Filter filter, Instant at) {
        BooleanQuery.Builder query = new BooleanQuery.Builder()
                .add(PAGES_ONLY, Occur.FILTER)
                .add(
                        LongPoint.newRangeQuery(IndexFields.VALID_FROM, at.toEpochMilli() + 1, Long.MAX_VALUE),
                        Occur.MUST_NOT)
                .add(
                        LongPoint.newRangeQuery(IndexFields.VALID_UNTIL, Long.MIN_VALUE, at.toEpochMilli()),
                        Occur.MUST_NOT);
        if (!(filter instanceof Filter.All)) {
            query.add(query(filter), Occur.FILTER);
        }
        return query.build();
    }

    private static Query query(Filter filter) {
        return switch (filter) {
            case Filter.All all -> MatchAllDocsQuery.INSTANCE;
            case Filter.And(var operands) -> {
                BooleanQuery.Builder and = new BooleanQuery.Builder();
                operands.forEach(operand -> and.add(query(operand), Occur.FILTER));
                yield and.build();
            }
            case Filter.Or(var operands) -> {
                BooleanQuery.Builder or = new BooleanQuery.Builder();
                operands.forEach(operand -> or.add(query(operand), Occur.SHOULD));
                yield or.build();
            }
            case Filter.Not(var operand) ->
                new BooleanQuery.Builder()
                        .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                        .add(query(operand), Occur.MUST_NOT)
                        .build();
            case Filter.Equal(var field, var value) -> new TermQuery(new Term(IndexFields.filter(field), value));
            case Filter.Updated(var from, var to) ->
                LongPoint.newRangeQuery(
                        IndexFields.UPDATED,
                        from == null ? Long.MIN_VALUE : from.toEpochMilli(),
                        to == null ? Long.MAX_VALUE : to.toEpochMilli() - 1);
        };
    }
}
