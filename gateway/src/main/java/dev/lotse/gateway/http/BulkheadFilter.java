package dev.lotse.gateway.http;

import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Keeps what is slow by nature from taking every place: changes over {@code /admin/v1}, and what waits for model
 * providers: the inference API, and answers that a model writes. Each has its own places; who finds none is told at once to come back. Thread-safe.
 */
public final class BulkheadFilter implements Filter {
    private static final String ADMIN = "/admin/v1/";
    private static final String SITES = "/v1/sites/";
    private static final String ANSWER = "/answer";
    private static final Set<String> INFERENCE =
            Set.of("/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/rerank");

    private final Semaphore batch;
    private final Semaphore inference;
    private final boolean modelAnswers;
    private final Consumer<String> refused;

    /**
     * @param batch most changes at once
     * @param inference most requests to the inference API at once
     * @param modelAnswers whether answers wait for a provider, and so take places of the inference API
     * @param refused told the bulkhead of each request that is refused, {@code batch} or {@code inference}
     */
    public BulkheadFilter(int batch, int inference, boolean modelAnswers, Consumer<String> refused) {
        this.modelAnswers = modelAnswers;
        this.batch = new Semaphore(batch);
        this.inference = new Semaphore(inference);
        this.refused = refused;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String path = request.prologue().uriPath().path();
        Method method = request.prologue().method();
        if (path.startsWith(ADMIN) && !method.equals(Method.GET) && !method.equals(Method.OPTIONS)) {
            within(batch, "batch", chain, request, response);
        } else if (waitsForModels(path) && !method.equals(Method.OPTIONS)) {
            within(inference, "inference", chain, request, response);
        } else {
            chain.proceed();
        }
    }

    private boolean waitsForModels(String path) {
        return INFERENCE.contains(path) || (modelAnswers && path.startsWith(SITES) && path.endsWith(ANSWER));
    }

    private void within(
            Semaphore places, String name, FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!places.tryAcquire()) {
            refused.accept(name);
            Refusals.send(request, response, Problem.unavailable("Too much of this kind is being worked on"), 1);
            return;
        }
        try {
            chain.proceed();
        } finally {
            places.release();
        }
    }
}
