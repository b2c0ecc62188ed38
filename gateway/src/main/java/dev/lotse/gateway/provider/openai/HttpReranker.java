package dev.lotse.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.RerankProvider;
import dev.lotse.gateway.provider.Result;
import dev.lotse.gateway.provider.transport.UpstreamException;
import dev.lotse.gateway.provider.transport.UpstreamHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** Rankings from a server that speaks Cohere's or TEI's format. Its answer is not believed: indices, numbers and count are checked. Thread-safe. */
public final class HttpReranker implements RerankProvider {
    private static final String PATH = "/rerank";

    private final String name;
    private final RerankFormat format;
    private final UpstreamHttp http;
    private final ObjectMapper json;
    private final OpenAiErrors errors;

    public HttpReranker(String name, RerankFormat format, UpstreamHttp http, ObjectMapper json) {
        this.name = name;
        this.format = format;
        this.http = http;
        this.json = json;
        this.errors = new OpenAiErrors(json);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Result<Ranking> rerank(String model, RerankRequest request, CallLimits limits) {
        try (var response = http.post(PATH, json.writeValueAsBytes(format.body(json, model, request)), limits)) {
            if (response.status() != 200) {
                return new Result.Failed<>(errors.of(response));
            }
            JsonNode answer = json.readTree(response.readAll());
            return new Result.Ok<>(ranking(format.results(answer), request), format.usage(answer, request));
        } catch (UpstreamException e) {
            return new Result.Failed<>(e.error());
        } catch (IOException e) {
            return new Result.Failed<>(new ProviderError.Malformed("what arrived is not JSON"));
        }
    }

    private Ranking ranking(JsonNode results, RerankRequest request) throws UpstreamException {
        List<Score> scores = new ArrayList<>();
        BitSet seen = new BitSet();
        for (int i = 0; i < results.size(); i++) {
            JsonNode result = results.get(i);
            int index = result.path("index").asInt(-1);
            double score = result.path(format.score()).asDouble(Double.NaN);
            if (index < 0 || index >= request.documents().size() || seen.get(index) || !Double.isFinite(score)) {
                throw new UpstreamException(
                        new ProviderError.Malformed("result " + i + " is no score of a document that was sent"));
            }
            seen.set(index);
            scores.add(new Score(index, score));
        }
        if (scores.size() < request.topN()) {
            throw new UpstreamException(new ProviderError.Malformed(
                    scores.size() + " documents have a score, " + request.topN() + " were asked for"));
        }
        scores.sort(
                Comparator.comparingDouble((Score score) -> -score.relevance()).thenComparingInt(Score::index));
        return new Ranking(scores.subList(0, request.topN()));
    }
}
