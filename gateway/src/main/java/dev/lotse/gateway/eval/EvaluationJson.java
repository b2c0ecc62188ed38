package dev.lotse.gateway.eval;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Writes the result of an evaluation, query by query, so that two runs can be compared. */
public final class EvaluationJson {
    private EvaluationJson() {}

    /**
     * Writes the file.
     *
     * @param settings what was changed for this run
     */
    public static void write(Path file, Evaluation.Result result, Map<String, String> settings) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("site", result.plan().site());
            json.writeStringField("lang", result.plan().lang());
            json.writeStringField("mode", result.plan().mode().name().toLowerCase(Locale.ROOT));
            texts(json, "settings", settings);
            texts(json, "versions", result.versions());
            json.writeNumberField("queries", result.queries().size());
            json.writeObjectFieldStart("metrics");
            metrics(json, result.mean());
            json.writeEndObject();
            json.writeObjectFieldStart("latencyMs");
            json.writeNumberField("p50", result.latencies().p50());
            json.writeNumberField("p95", result.latencies().p95());
            json.writeNumberField("p99", result.latencies().p99());
            json.writeEndObject();
            json.writeObjectFieldStart("degraded");
            for (Map.Entry<String, Integer> step : result.degraded().entrySet()) {
                json.writeNumberField(step.getKey(), step.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("perQuery");
            for (Evaluation.QueryResult query : result.queries()) {
                json.writeStartObject();
                json.writeStringField("id", query.id());
                json.writeStringField("text", query.text());
                metrics(json, query.metrics());
                json.writeArrayFieldStart("best");
                for (String id : query.best()) {
                    json.writeString(id);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void metrics(JsonGenerator json, RankingMetrics metrics) throws IOException {
        json.writeNumberField("ndcg@10", metrics.ndcg10());
        json.writeNumberField("mrr@10", metrics.mrr10());
        json.writeNumberField("success@1", metrics.success1());
        json.writeNumberField("success@10", metrics.success10());
        json.writeNumberField("recall@100", metrics.recall100());
    }

    private static void texts(JsonGenerator json, String name, Map<String, String> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> value : values.entrySet()) {
            json.writeStringField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
    }
}
