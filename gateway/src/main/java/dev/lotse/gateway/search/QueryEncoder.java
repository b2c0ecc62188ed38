package dev.lotse.gateway.search;

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

    /**
     * @param executor runs encodings, so that a slow one can be left behind; a virtual thread per task is right
     */
    public QueryEncoder(Encoder encoder, ExecutorService executor) {
        this.encoder = encoder;
        this.executor = executor;
    }

    /**
     * The vectors of a text, or empty where they cannot be had in time.
     *
     * @param tokens whether the token vectors are wanted, too
     * @param budget longest wait; without any left, nothing is begun
     */
    public Optional<Encoding> encode(String text, boolean tokens, Duration budget) {
        if (!budget.isPositive()) {
            return Optional.empty();
        }
        Future<Encoding> encoding = executor.submit(() -> encoder.encodeQuery(text, tokens));
        try {
            return Optional.of(encoding.get(budget.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            LOG.warn("encoding a query took longer than {} ms", budget.toMillis());
        } catch (ExecutionException e) {
            LOG.warn("encoding a query failed: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        encoding.cancel(true);
        return Optional.empty();
    }
}
