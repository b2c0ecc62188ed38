package dev.lotse.gateway.search;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.rerank.ModelRanker;
import dev.lotse.gateway.rerank.Reranker;
import dev.lotse.gateway.retrieval.Meaning;
import dev.lotse.models.Encoding;
import dev.lotse.models.TokenProjection;
import dev.lotse.models.TokenVectors;
import dev.lotse.ranking.late.QueryTokens;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of one search's query, awaited by whoever needs it first, so that the words are understood and looked up while
 * the encoder runs. Used by one thread.
 */
final class QueryMeaning implements Supplier<Meaning>, AutoCloseable {
    /** What retrieval needs at least after the vector; encoding gets the rest of the time. */
    static final Duration RETRIEVAL_RESERVE = Duration.ofMillis(20);

    private final float @Nullable [] given;
    private final QueryEncoder.@Nullable Pending pending;
    private final boolean wanted;
    private final Reranker.Choice choice;
    private final String encoderVersion;
    private final Optional<TokenProjection> projection;
    private final Deadline deadline;
    private final NanoClock clock;
    private @Nullable Meaning meaning;
    private @Nullable ModelRanker ranker;
    private long waited;

    /**
     * @param given the client's own vector, or null
     * @param pending the encoding under way, or null where there is none
     * @param wanted whether the search goes by meaning at all
     * @param choice how candidates are reordered once there is a vector
     * @param encoderVersion {@code id@version} of the encoder that runs
     * @param projection of the encoder's token vectors to those of the index
     */
    QueryMeaning(
            float @Nullable [] given,
            QueryEncoder.@Nullable Pending pending,
            boolean wanted,
            Reranker.Choice choice,
            String encoderVersion,
            Optional<TokenProjection> projection,
            Deadline deadline,
            NanoClock clock) {
        this.given = given;
        this.pending = pending;
        this.wanted = wanted;
        this.choice = choice;
        this.encoderVersion = encoderVersion;
        this.projection = projection;
        this.deadline = deadline;
        this.clock = clock;
    }

    @Override
    public Meaning get() {
        Meaning known = meaning;
        if (known == null) {
            long start = clock.nanos();
            known = meaning = await();
            waited = clock.nanos() - start;
        }
        return known;
    }

    private Meaning await() {
        Encoding encoding = pending == null
                ? null
                : pending.await(deadline.remaining().minus(RETRIEVAL_RESERVE)).orElse(null);
        float[] vector = encoding == null ? given : encoding.vector();
        if (vector != null && choice instanceof Reranker.Choice.Use use) {
            QueryTokens tokens = encoding == null ? null : tokens(encoding);
            // An encoder without a projection has no token vectors at all; its rerankers were trained without them.
            if (tokens != null || projection.isEmpty()) {
                ranker = new ModelRanker(use, tokens, deadline);
            }
        }
        return new Meaning(vector, ranker);
    }

    /** The query's token vectors in the form of the index, or null where the encoder has none. */
    private @Nullable QueryTokens tokens(Encoding encoding) {
        TokenVectors raw = encoding.tokens();
        TokenProjection known = projection.orElse(null);
        if (raw == null || known == null) {
            return null;
        }
        TokenVectors vectors = known.apply(raw);
        return new QueryTokens(
                encoderVersion + "/" + known.version(), vectors.ids(), vectors.values(), vectors.dimension());
    }

    /** What runs the reranker in this search, or null; known once the meaning is. */
    @Nullable
    ModelRanker ranker() {
        return ranker;
    }

    /** Whether the search should have gone by meaning and does not. */
    boolean missing() {
        return wanted && get().vector() == null;
    }

    /** How long the encoder took, or takes; empty where it was not asked. */
    Optional<Duration> encodingTook() {
        return Optional.ofNullable(pending).map(QueryEncoder.Pending::took);
    }

    /** How long somebody waited for the vector. */
    Duration waited() {
        return Duration.ofNanos(waited);
    }

    /** Gives up an encoding that nobody asked for in the end. */
    @Override
    public void close() {
        if (meaning == null && pending != null) {
            pending.cancel();
        }
    }
}
