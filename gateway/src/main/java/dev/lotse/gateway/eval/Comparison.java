package dev.lotse.gateway.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two runs of the same queries, query by query.
 *
 * @param ndcg how sure the difference of nDCG@10 is; above 0 the second run is better
 * @param changes queries whose nDCG@10 differs, the greatest gain first
 */
public record Comparison(PairedBootstrap ndcg, List<Change> changes) {
    public Comparison {
        changes = List.copyOf(changes);
    }

    /**
     * A query that the runs answer differently.
     *
     * @param before nDCG@10 of the first run
     * @param after nDCG@10 of the second
     */
    public record Change(String id, String text, double before, double after) {}

    /** Compares two runs of the same judgements. */
    public static Comparison of(Evaluation.Result first, Evaluation.Result second) {
        Map<String, Double> before = new HashMap<>();
        first.queries().forEach(query -> before.put(query.id(), query.metrics().ndcg10()));
        return of(before, second, "the other run");
    }

    /**
     * Compares with a run that {@link EvaluationJson} wrote.
     *
     * @throws JudgementException when the file is none, or is of other queries
     */
    public static Comparison withBaseline(Path file, Evaluation.Result result) {
        Map<String, Double> before = new HashMap<>();
        try {
            JsonNode queries = new ObjectMapper().readTree(file.toFile()).path("perQuery");
            for (JsonNode query : queries) {
                before.put(query.path("id").asText(), query.path("ndcg@10").asDouble(Double.NaN));
            }
        } catch (IOException e) {
            throw new JudgementException(file + " cannot be read as a result of lotse eval --json: " + e.getMessage());
        }
        return of(before, result, file.toString());
    }

    private static Comparison of(Map<String, Double> before, Evaluation.Result after, String name) {
        List<Change> changes = new ArrayList<>();
        double[] first = new double[after.queries().size()];
        double[] second = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            Evaluation.QueryResult query = after.queries().get(i);
            Double known = before.get(query.id());
            if (known == null || known.isNaN() || before.size() != first.length) {
                throw new JudgementException(name + " has " + before.size() + " queries, this run " + first.length
                        + ", and they must be the same; '" + query.id() + "' is " + (known == null ? "not " : "")
                        + "in it");
            }
            first[i] = known;
            second[i] = query.metrics().ndcg10();
            if (Math.abs(first[i] - second[i]) > 1e-9) {
                changes.add(new Change(query.id(), query.text(), first[i], second[i]));
            }
        }
        changes.sort(Comparator.comparingDouble((Change change) -> change.before() - change.after()));
        return new Comparison(PairedBootstrap.of(first, second), changes);
    }
}
