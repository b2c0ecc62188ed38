package dev.lotse.gateway.provider.local;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.EmbeddingProvider;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.ProviderError.Phase;
import dev.lotse.gateway.provider.RerankProvider;
import dev.lotse.gateway.provider.Result;
import dev.lotse.gateway.provider.Usage;
import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import dev.lotse.models.ModelBusyException;
import dev.lotse.models.ModelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encoder of the search as a provider of vectors, and of rankings by the cosine of query and document. Thread-safe.
 */
public final class LocalEncoder implements EmbeddingProvider, RerankProvider {
    private static final Logger LOG = LoggerFactory.getLogger(LocalEncoder.class);

    /** Between two batches it is looked whether anybody still waits. */
    private static final int BATCH = 16;

    private final Supplier<Encoder> encoder;
    private final NanoClock clock;

    /** @param encoder asked with the first call, since loading it takes a second */
    public LocalEncoder(Supplier<Encoder> encoder, NanoClock clock) {
        this.encoder = encoder;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Result<Embeddings> embed(String model, EmbeddingRequest request, CallLimits limits) {
        int own = encoder.get().model().dimension();
        if (request.dimensions() != 0 && request.dimensions() != own) {
            return new Result.Failed<>(new ProviderError.BadRequest(
                    "dimensions is " + request.dimensions() + "; " + model + " has " + own));
        }
        return encode(request.texts(), request.purpose(), limits, Deadline.in(limits.total(), clock))
                .map(encoded ->
                        new Embeddings(encoded.stream().map(Encoding::vector).toList()));
    }

    @Override
    public Result<Ranking> rerank(String model, RerankRequest request, CallLimits limits) {
        Deadline deadline = Deadline.in(limits.total(), clock);
        return encode(List.of(request.query()), Purpose.QUERY, limits, deadline)
                .then(query -> encode(request.documents(), Purpose.PASSAGE, limits, deadline)
                        .map(documents -> ranking(query.getFirst().vector(), documents, request.topN())));
    }

    private static Ranking ranking(float[] query, List<Encoding> documents, int topN) {
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            float[] document = documents.get(i).vector();
            double cosine = 0;
            for (int d = 0; d < query.length; d++) {
                cosine += (double) query[d] * document[d];
            }
            scores.add(new Score(i, cosine));
        }
        scores.sort(
                Comparator.comparingDouble((Score score) -> -score.relevance()).thenComparingInt(Score::index));
        return new Ranking(scores.subList(0, topN));
    }

    private Encoded encode(List<String> texts, Purpose purpose, CallLimits limits, Deadline deadline) {
        List<Encoding> all = new ArrayList<>(texts.size());
        try {
            for (int from = 0; from < texts.size(); from += BATCH) {
                if (Thread.currentThread().isInterrupted()) {
                    return new Encoded(List.of(), new ProviderError.Cancelled());
                }
                if (deadline.expired()) {
                    return new Encoded(List.of(), new ProviderError.TimedOut(Phase.TOTAL, limits.total()));
                }
                List<String> batch = texts.subList(from, Math.min(texts.size(), from + BATCH));
                switch (purpose) {
                    case QUERY -> batch.forEach(text -> all.add(encoder.get().encodeQuery(text, false)));
                    case PASSAGE -> all.addAll(encoder.get().encodePassages(batch, false));
                }
            }
            return new Encoded(all, null);
        } catch (ModelBusyException e) {
            return new Encoded(List.of(), new ProviderError.Overloaded(0, null));
        } catch (ModelException e) {
            LOG.warn("the local encoder failed: {}", e.getMessage());
            return new Encoded(List.of(), new ProviderError.Misconfigured("the local encoder failed"));
        }
    }

    /** Encodings, or why there are none. */
    private record Encoded(
            List<Encoding> encodings, @Nullable ProviderError error) {
        private Usage usage() {
            return new Usage(encodings.stream().mapToLong(Encoding::tokenCount).sum(), 0, 0, 0, false);
        }

        <T> Result<T> map(Function<List<Encoding>, T> made) {
            return error == null ? new Result.Ok<>(made.apply(encodings), usage()) : new Result.Failed<>(error);
        }

        <T> Result<T> then(Function<List<Encoding>, Result<T>> next) {
            return error == null ? next.apply(encodings) : new Result.Failed<>(error);
        }
    }
}
