package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.retrieval.EngineOutageException;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.Highlights;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.Passage;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.gateway.retrieval.RetrievalResult;
import dev.lotse.gateway.retrieval.ScoreParts;
import dev.lotse.ranking.text.TextLanguage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link SearchBody}. */
final class SearchAnswer {
    private static final Pattern PART = Pattern.compile("(lexical|dense): rank (\\d+)");

    private final JsonNode answer;
    private final RetrievalRequest request;
    private final SearchBody body;

    SearchAnswer(JsonNode answer, RetrievalRequest request, SearchBody body) {
        this.answer = answer;
        this.request = request;
        this.body = body;
    }

    RetrievalResult read(String version) {
        if (answer.path("timed_out").asBoolean()) {
            throw new EngineOutageException("Elasticsearch could not answer before the deadline");
        }
        JsonNode shards = answer.path("_shards");
        if (shards.path("successful").asInt() < shards.path("total").asInt()) {
            throw new EngineOutageException("only " + shards.path("successful").asInt() + " of "
                    + shards.path("total").asInt() + " shards answered" + ClusterProblem.RED);
        }
        List<PageHit> hits = new ArrayList<>();
        int rank = request.offset();
        for (JsonNode hit : answer.path("hits").path("hits")) {
            rank++;
            hits.add(hit(hit, rank));
        }
        return new RetrievalResult(
                hits, answer.path("hits").path("total").path("value").asLong(), facets(), version);
    }

    private PageHit hit(JsonNode hit, int rank) {
        JsonNode fields = hit.path("fields");
        Page page =
                PageJson.head(fields.path(IndexLayout.HEAD).path(0).asText()).toPage(List.of(), List.of());
        JsonNode best = fields.path("lotse_passage").path(0).path("data");
        if (best.isMissingNode()) {
            throw new EngineOutageException(
                    "Elasticsearch found a page without its passage; the plugin on a node is of another"
                            + " version than this gateway");
        }
        Passage passage = PageJson.passage(best.asText());
        return new PageHit(
                page,
                score(hit),
                passage,
                Highlights.of(passage.text(), TextLanguage.of(page.lang()), request.texts()),
                request.explain() ? parts(hit, rank) : null);
    }

    private double score(JsonNode hit) {
        double score = hit.path("_score").asDouble();
        return request.texts().isEmpty() ? cosine(score) : score - body.raisedBy();
    }

    /** Elasticsearch's score of a dot product is (1 + cosine) / 2. */
    private static double cosine(double score) {
        return 2 * score - 1;
    }

    private ScoreParts parts(JsonNode hit, int rank) {
        double score = hit.path("_score").asDouble();
        if (request.texts().isEmpty()) {
            return new ScoreParts(null, null, rank, (float) cosine(score), null);
        }
        JsonNode explanation = hit.path("_explanation");
        if (!body.isHybrid()) {
            boolean inWindow = rank <= request.fusion().window();
            return new ScoreParts(
                    inWindow ? rank : null, inWindow ? (float) score : null, null, null, tree(explanation, 0));
        }
        JsonNode fused = fused(explanation);
        Integer lexicalRank = null;
        Float lexicalScore = null;
        Integer denseRank = null;
        Float denseScore = null;
        StringBuilder details = new StringBuilder();
        for (JsonNode detail : fused.path("details")) {
            Matcher part = PART.matcher(detail.path("description").asText());
            if (!part.matches()) {
                details.append(tree(detail, 0));
            } else if (part.group(1).equals("lexical")) {
                lexicalRank = Integer.valueOf(part.group(2));
                lexicalScore = detail.path("value").floatValue();
            } else {
                denseRank = Integer.valueOf(part.group(2));
                denseScore = (float) cosine(detail.path("value").asDouble());
            }
        }
        return new ScoreParts(lexicalRank, lexicalScore, denseRank, denseScore, details.toString());
    }

    /** The retriever's own explanation, which stands among filters that score nothing. */
    private static JsonNode fused(JsonNode explanation) {
        if (explanation.path("description").asText().startsWith("lotse_hybrid:")) {
            return explanation;
        }
        for (JsonNode detail : explanation.path("details")) {
            JsonNode found = fused(detail);
            if (!found.isMissingNode()) {
                return found;
            }
        }
        return Cluster.JSON.missingNode();
    }

    private static String tree(@Nullable JsonNode explanation, int depth) {
        if (explanation == null || explanation.isMissingNode()) {
            return "";
        }
        StringBuilder text = new StringBuilder("  ".repeat(depth))
                .append(explanation.path("value").asText())
                .append(" = ")
                .append(explanation.path("description").asText())
                .append('\n');
        for (JsonNode detail : explanation.path("details")) {
            text.append(tree(detail, depth + 1));
        }
        return text.toString();
    }

    private Map<FilterField, Map<String, Long>> facets() {
        Map<FilterField, Map<String, Long>> facets = new EnumMap<>(FilterField.class);
        for (FilterField field : request.facets()) {
            Map<String, Long> values = new LinkedHashMap<>();
            for (JsonNode bucket :
                    answer.path("aggregations").path(field.wireName()).path("buckets")) {
                values.put(bucket.path("key").asText(), bucket.path("doc_count").asLong());
            }
            facets.put(field, values);
        }
        return facets;
    }
}
