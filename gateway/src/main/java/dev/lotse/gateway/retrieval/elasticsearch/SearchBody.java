package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.ranking.fusion.FusionSpec;
import dev.lotse.ranking.text.Expansion;
import dev.lotse.ranking.text.TextQuery;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link RetrievalRequest} as a search request with Lotse's retriever, query and passage extension. */
final class SearchBody {
    /** Matches are counted exactly up to here, as in the embedded engine. */
    private static final int COUNT_EXACTLY = 10_000;

    /** More values than a visitor can use are cut, the most frequent stay. */
    private static final int MAX_FACET_VALUES = 100;

    /** Quantised vectors find this many times the window per shard, whose exact vectors then decide. */
    private static final double OVERSAMPLE = 1.5;

    private static final int MIN_CANDIDATES = 100;
    private static final int MAX_CANDIDATES = 10_000;

    private final RetrievalRequest request;
    private final boolean quantised;
    private final float @Nullable [] vector;

    /** @param vector the unit query vector, or null to search by words alone */
    SearchBody(RetrievalRequest request, float @Nullable [] vector, boolean quantised) {
        this.request = request;
        this.quantised = quantised;
        this.vector = vector;
    }

    /** Whether the fused list may be too short, so that pages follow that only the words find. */
    private boolean wantsTail() {
        return request.offset() + request.size() > request.fusion().window();
    }

    /** What the retriever added to the scores. */
    double raisedBy() {
        return isHybrid() && wantsTail() ? 1 : 0;
    }

    boolean isHybrid() {
        return vector != null && !request.texts().isEmpty();
    }

    ObjectNode json(long timeoutMillis) {
        ObjectNode body = Cluster.JSON.createObjectNode();
        body.put("from", request.offset());
        body.put("size", request.size());
        body.put("timeout", timeoutMillis + "ms");
        body.put("track_total_hits", COUNT_EXACTLY);
        body.put("_source", false);
        body.putArray("stored_fields").add(IndexLayout.HEAD);
        if (request.explain()) {
            body.put("explain", true);
        }
        if (isHybrid()) {
            body.set("retriever", hybrid());
        } else if (vector != null) {
            body.set("retriever", knn(vector));
        } else {
            body.set("query", filteredWords());
        }
        facets(body);
        passage(body.putObject("ext").putObject("lotse_passage"));
        return body;
    }

    private ObjectNode hybrid() {
        FusionSpec fusion = request.fusion();
        ObjectNode retriever = Cluster.JSON.createObjectNode();
        ObjectNode hybrid = retriever.putObject("lotse_hybrid");
        ArrayNode inner = hybrid.putArray("retrievers");
        ObjectNode lexical = inner.addObject();
        lexical.put("name", "lexical").put("weight", fusion.lexicalWeight());
        lexical.putObject("retriever").putObject("standard").set("query", filteredWords());
        ObjectNode dense = inner.addObject();
        dense.put("name", "dense").put("weight", fusion.denseWeight());
        if (vector != null) {
            dense.set("retriever", knn(vector));
        }
        hybrid.put("method", fusion.method().name().toLowerCase(Locale.ROOT));
        hybrid.put("normalization", "min_max");
        hybrid.put("window", fusion.window());
        hybrid.put("rank_constant", fusion.rankConstant());
        int size = 2 * fusion.window();
        if (wantsTail()) {
            hybrid.put("tail", true);
            // Every fused page may stand among the lexical ones, so that many more have to be looked at.
            size += request.offset() + request.size();
        }
        hybrid.put("rank_window_size", size);
        return retriever;
    }

    private ObjectNode knn(float[] query) {
        int window = request.fusion().window();
        ObjectNode retriever = Cluster.JSON.createObjectNode();
        ObjectNode knn = retriever.putObject("knn");
        knn.put("field", IndexLayout.VECTOR);
        numbers(knn.putArray("query_vector"), query);
        knn.put("k", window);
        knn.put("num_candidates", Math.min(MAX_CANDIDATES, Math.max(MIN_CANDIDATES, window * 3 / 2)));
        if (quantised) {
            knn.putObject("rescore_vector").put("oversample", OVERSAMPLE);
        }
        knn.set("filter", pages());
        return retriever;
    }

    private ObjectNode filteredWords() {
        ObjectNode query = Cluster.JSON.createObjectNode();
        ObjectNode bool = query.putObject("bool");
        bool.set("must", words());
        bool.set("filter", pages());
        return query;
    }

    private ObjectNode words() {
        if (request.texts().size() == 1) {
            return text(request.texts().getFirst());
        }
        ObjectNode query = Cluster.JSON.createObjectNode();
        ObjectNode languages = query.putObject("dis_max");
        languages.put("tie_breaker", 0);
        ArrayNode queries = languages.putArray("queries");
        request.texts().forEach(text -> queries.add(text(text)));
        return query;
    }

    private static ObjectNode text(TextQuery text) {
        ObjectNode query = Cluster.JSON.createObjectNode();
        write(text, text.fields(), query.putObject("lotse_text"));
        return query;
    }

    private static void write(TextQuery text, Map<String, Float> fields, ObjectNode json) {
        json.put("query", text.text());
        json.put("language", text.language().tag());
        ObjectNode weights = json.putObject("fields");
        fields.forEach(weights::put);
        ArrayNode expansions = json.putArray("expansions");
        for (Expansion expansion : text.expansions()) {
            expansions
                    .addObject()
                    .put("start", expansion.start())
                    .put("end", expansion.end())
                    .put("text", expansion.text())
                    .put("weight", expansion.weight())
                    .put("kind", expansion.kind().name().toLowerCase(Locale.ROOT));
        }
        json.put("tie_breaker", text.tieBreaker());
        json.put("minimum_should_match", text.minimumShouldMatch());
        json.put("proximity", text.proximity());
    }

    private void passage(ObjectNode json) {
        ArrayNode texts = json.putArray("texts");
        for (TextQuery text : request.texts()) {
            TextQuery loose =
                    new TextQuery(text.text(), text.language(), Map.of(), text.expansions(), 0, 0, text.proximity());
            write(loose, Map.of(IndexLayout.PASSAGE_TEXT, 1f), texts.addObject());
        }
        if (vector != null) {
            numbers(json.putArray("vector"), vector);
        }
    }

    private static void numbers(ArrayNode array, float[] numbers) {
        for (float number : numbers) {
            array.add(number);
        }
    }

    private void facets(ObjectNode body) {
        for (FilterField field : request.facets()) {
            if (field != FilterField.OBJECT_ID) {
                body.withObjectProperty("aggs")
                        .putObject(field.wireName())
                        .putObject("terms")
                        .put("field", IndexLayout.filter(field))
                        .put("size", MAX_FACET_VALUES);
            }
        }
    }

    /** The pages that pass the filter and are valid at the instant. */
    private ObjectNode pages() {
        ObjectNode query = Cluster.JSON.createObjectNode();
        ObjectNode bool = query.putObject("bool");
        long at = request.at().toEpochMilli();
        ArrayNode not = bool.putArray("must_not");
        range(not.addObject(), IndexLayout.VALID_FROM).put("gt", at);
        range(not.addObject(), IndexLayout.VALID_UNTIL).put("lte", at);
        if (!(request.filter() instanceof Filter.All)) {
            bool.putArray("filter").add(filter(request.filter()));
        }
        return query;
    }

    private static ObjectNode range(ObjectNode query, String field) {
        return query.putObject("range").putObject(field);
    }

    private static ObjectNode filter(Filter filter) {
        ObjectNode query = Cluster.JSON.createObjectNode();
        switch (filter) {
            case Filter.All all -> query.putObject("match_all");
            case Filter.And(var operands) -> operands(query, "filter", operands);
            case Filter.Or(var operands) -> operands(query, "should", operands);
            case Filter.Not(var operand) -> operands(query, "must_not", List.of(operand));
            case Filter.Equal(var field, var value) -> query.putObject("term").put(IndexLayout.filter(field), value);
            case Filter.Updated(var from, var to) -> {
                ObjectNode range = range(query, IndexLayout.UPDATED);
                bound(range, "gte", from);
                bound(range, "lt", to);
            }
        }
        return query;
    }

    private static void operands(ObjectNode query, String clause, List<Filter> operands) {
        ArrayNode array = query.putObject("bool").putArray(clause);
        operands.forEach(operand -> array.add(filter(operand)));
    }

    private static void bound(ObjectNode range, String name, @Nullable Instant instant) {
        if (instant != null) {
            range.put(name, instant.toEpochMilli());
        }
    }
}
