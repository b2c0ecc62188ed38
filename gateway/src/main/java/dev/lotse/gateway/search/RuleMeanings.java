package dev.lotse.gateway.search;

import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.Rule;
import dev.lotse.models.Encoder;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Tells which rules a query is near by meaning. The rules' examples are encoded once, in the background: visitors do not wait for
 * it, and until it is done these rules do not hold. Thread-safe.
 */
public final class RuleMeanings {
    /** Examples whose vectors are kept: those of some sites and drafts. */
    private static final int KEPT = 5_000;

    private final Supplier<Encoder> encoder;
    private final Executor executor;
    private final Map<String, CompletableFuture<float[]>> vectors = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<float[]>> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * @param encoder the one that encodes queries
     * @param executor encodes examples
     */
    public RuleMeanings(Supplier<Encoder> encoder, Executor executor) {
        this.encoder = encoder;
        this.executor = executor;
    }

    /** Whether every example has its vector; begins to encode where not. Part of what decides a response. */
    boolean areReady(CompiledRules rules) {
        return rules.meanings().isEmpty() || all(rules).isDone();
    }

    /** Waits until every example has its vector, for so long. */
    void await(CompiledRules rules, Duration patience) {
        try {
            all(rules).get(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // These rules do not hold then, which the preview shows.
            return;
        }
    }

    private CompletableFuture<Void> all(CompiledRules rules) {
        return CompletableFuture.allOf(rules.meanings().stream()
                .flatMap(rule -> rule.condition().values().stream())
                .map(this::vector)
                .toArray(CompletableFuture<?>[]::new));
    }

    private synchronized CompletableFuture<float[]> vector(String example) {
        CompletableFuture<float[]> known = vectors.get(example);
        if (known == null || known.isCompletedExceptionally()) {
            known = CompletableFuture.supplyAsync(
                    () -> encoder.get().encodeQuery(example, false).vector(), executor);
            vectors.put(example, known);
        }
        return known;
    }

    /** Ids of the rules that a query with this vector is near. */
    Set<String> near(CompiledRules rules, float[] query) {
        Set<String> near = new HashSet<>();
        for (Rule rule : rules.meanings()) {
            if (isNear(rule.condition().values(), query, rule.condition().nearness())) {
                near.add(rule.id());
            }
        }
        return near;
    }

    private boolean isNear(List<String> examples, float[] query, double nearness) {
        for (String example : examples) {
            CompletableFuture<float[]> vector = vector(example);
            if (vector.state() == Future.State.SUCCESS && cosine(vector.resultNow(), query) >= nearness) {
                return true;
            }
        }
        return false;
    }

    /** The encoder's vectors have length 1, a client's may not. Four sums at once, which the processor adds in parallel. */
    static double cosine(float[] a, float[] b) {
        if (a.length != b.length) {
            return 0;
        }
        float dot0 = 0;
        float dot1 = 0;
        float square0 = 0;
        float square1 = 0;
        int even = a.length & ~1;
        for (int i = 0; i < even; i += 2) {
            dot0 += a[i] * b[i];
            dot1 += a[i + 1] * b[i + 1];
            square0 += b[i] * b[i];
            square1 += b[i + 1] * b[i + 1];
        }
        for (int i = even; i < a.length; i++) {
            dot0 += a[i] * b[i];
            square0 += b[i] * b[i];
        }
        double length = Math.sqrt(square0 + square1);
        return length == 0 ? 0 : (dot0 + dot1) / length;
    }
}
