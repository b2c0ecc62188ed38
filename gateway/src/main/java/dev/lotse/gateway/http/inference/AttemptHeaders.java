package dev.lotse.gateway.http.inference;

import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.provider.chain.Attempt;
import dev.lotse.gateway.provider.chain.ChainOutcome;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells in headers which models were asked, and what that took. */
final class AttemptHeaders {
    static final String PROVIDER = "x-lotse-provider";
    static final String ATTEMPTS = "x-lotse-attempts";
    private static final String COST = "x-lotse-cost";
    private static final String OVERHEAD = "x-lotse-overhead-ms";
    private static final String ROUTE = "x-lotse-route";
    private static final double NANOS_PER_MILLI = 1e6;

    private AttemptHeaders() {}

    /** Number of calls, cost, and every model that was considered with what came of it. */
    static Map<String, String> of(ChainOutcome<?> outcome) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ATTEMPTS, Integer.toString(outcome.calls()));
        headers.put(COST, outcome.cost().toString());
        headers.put(
                ROUTE,
                outcome.attempts().stream()
                        .map(attempt ->
                                attempt.target() + ";" + attempt.outcome().wireName())
                        .collect(Collectors.joining(", ")));
        if (outcome instanceof ChainOutcome.Served<?> served) {
            headers.put(PROVIDER, served.provider());
        }
        return headers;
    }

    /**
     * Sends an answer with them.
     *
     * @param nanos from the request's start until now; what was not spent with providers is the gateway's own
     * @throws dev.lotse.gateway.http.ProblemException when no model answered
     */
    static <T> void send(
            ServerResponse response,
            ChainOutcome<T> outcome,
            long nanos,
            Function<ChainOutcome.Served<T>, byte[]> body) {
        switch (outcome) {
            case ChainOutcome.Served<T> served -> {
                set(response, served, nanos);
                Responses.json(response, body.apply(served));
            }
            case ChainOutcome.Unserved<T> unserved -> throw InferenceErrors.of(unserved);
        }
    }

    private static void set(ServerResponse response, ChainOutcome<?> outcome, long nanos) {
        of(outcome).forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
        long asked = outcome.attempts().stream()
                .map(Attempt::duration)
                .mapToLong(Duration::toNanos)
                .sum();
        double overhead = Math.max(0, nanos - asked) / NANOS_PER_MILLI;
        response.headers().set(HeaderNames.create(OVERHEAD), Double.toString(Math.rint(overhead * 100) / 100));
    }
}
