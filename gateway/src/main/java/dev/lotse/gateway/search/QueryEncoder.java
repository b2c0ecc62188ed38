package dev.lotse.gateway.search;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes what a visitor typed as long as there is time, and never logs it. Thread-safe. */
public final class QueryEncoder {
    private static final Logger LOG = LoggerFactory.getLogger(QueryEncoder.class);

    private final Encoder encoder;
    private final ExecutorService executor;
    private final NanoClock clock;

    /**
     * @param executor runs encodings, so that a slow one can be left behind; a virtual thread per task is right
     */
    public QueryEncoder(Encoder encoder, ExecutorService executor, NanoClock clock) {
        this.encoder = encoder;
        this.executor = executor;
        this.clock = clock;
    }

    /**
     * The vectors of a text, or empty where they cannot be had in time.
     *
     * @param tokens whether the token vectors are wanted, too
     * @param budget longest wait; without any left, nothing is begun
     */
    public Optional<Encoding> encode(String text, boolean tokens, Duration budget) {
        return budget.isPositive() ? start(text, tokens).await(budget) : Optional.empty();
    }

    /** Begins to encode, so that something else can be done until the vectors are needed. */
    Pending start(String text, boolean tokens) {
        return new Pending(text, tokens);
    }

    /** An encoding under way. To be awaited or cancelled, by one thread. */
    final class Pending {
        private final long started = clock.nanos();
        private final Future<Encoding> encoding;
        private volatile long ended;

        private Pending(String text, boolean tokens) {
            encoding = executor.submit(() -> {
                try {
                    return encoder.encodeQuery(text, tokens);
                } finally {
                    ended = clock.nanos();
                }
            });
        }

        /** The vectors, or empty where they cannot be had in time; then the encoding is given up. */
        Optional<Encoding> await(Duration budget) {
            try {
                return Optional.of(encoding.get(Math.max(0, budget.toNanos()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                LOG.warn("encoding a query took longer than {} ms", took().toMillis());
            } catch (ExecutionException e) {
                LOG.warn("encoding a query failed: {}", String.valueOf(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            cancel();
            return Optional.empty();
        }

        /** How long it took, or takes until now. */
        Duration took() {
            return Duration.ofNanos((encoding.state() == Future.State.RUNNING ? clock.nanos() : ended) - started);
        }

        void cancel() {
            encoding.cancel(true);
        }
    }
}
