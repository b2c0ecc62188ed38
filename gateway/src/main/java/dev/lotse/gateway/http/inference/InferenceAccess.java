package dev.lotse.gateway.http.inference;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.http.KeyHash;
import dev.lotse.gateway.http.LocalCaller;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import dev.lotse.gateway.http.RequestScope;
import dev.lotse.gateway.limit.Decision;
import dev.lotse.gateway.limit.RateLimiter;
import dev.lotse.gateway.provider.chain.CallContext;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers with a configured key pass, within the key's rate; in the demo without any key, programs of this machine. Errors
 * have the shape of {@link InferenceErrors}. Thread-safe.
 */
public final class InferenceAccess {
    private static final HeaderName POLICY = HeaderNames.create("RateLimit-Policy");
    private static final HeaderName STATE = HeaderNames.create("RateLimit");
    private static final Caller DEMO = new Caller("demo", "");

    private final List<InferenceSettings.Key> keys;
    private final RateLimiter limiter;
    private final boolean openToThisMachine;

    /**
     * Who asks.
     *
     * @param id of the key, for limits, budgets and meters
     * @param site whose budget pays too, or empty
     */
    record Caller(String id, String site) {
        /**
         * On whose behalf a chain is asked.
         *
         * @param conversation the caller's name of a conversation, or null
         */
        CallContext context(ServerRequest request, @Nullable String conversation, Deadline deadline) {
            return new CallContext(
                    RequestScope.of(request).requestId(),
                    site,
                    id,
                    conversation == null ? null : id + "/" + conversation,
                    null,
                    null,
                    deadline);
        }
    }

    /** Answers one caller. */
    @FunctionalInterface
    interface Answering {
        void answer(ServerRequest request, ServerResponse response, Caller caller);
    }

    /** @param demo whether programs of this machine may pass while no key is configured */
    public InferenceAccess(InferenceSettings settings, RateLimiter limiter, boolean demo) {
        this.keys = settings.keys();
        this.limiter = limiter;
        this.openToThisMachine = demo && keys.isEmpty();
    }

    Handler guard(Answering answering) {
        return (request, response) -> {
            try {
                Caller caller = caller(request);
                limit(caller, response);
                answering.answer(request, response, caller);
            } catch (ProblemException e) {
                InferenceErrors.send(response, e, RequestScope.of(request).requestId());
            }
        };
    }

    private Caller caller(ServerRequest request) {
        if (openToThisMachine && LocalCaller.asks(request)) {
            return DEMO;
        }
        if (keys.isEmpty()) {
            throw new ProblemException(Problem.of(
                    "inference-off",
                    403,
                    "The inference API is off",
                    "No key is configured; set inference.keys.NAME.hash to the SHA-256 of a key and start again"));
        }
        String key = KeyHash.bearer(request);
        InferenceSettings.Key known = key == null ? null : known(key);
        if (known == null) {
            throw new ProblemException(
                    Problem.of(
                            "unauthorized",
                            401,
                            "Unauthorized",
                            key == null
                                    ? "The header 'Authorization: Bearer KEY' is missing"
                                    : "This key does not open the inference API"),
                    Map.of("WWW-Authenticate", "Bearer"));
        }
        return new Caller(known.id(), known.site());
    }

    /** Compares with every key in full, so that the time taken tells nothing about any. */
    private InferenceSettings.@Nullable Key known(String key) {
        KeyHash given = KeyHash.of(key);
        InferenceSettings.Key found = null;
        for (InferenceSettings.Key candidate : keys) {
            if (candidate.hash().matches(given)) {
                found = candidate;
            }
        }
        return found;
    }

    private void limit(Caller caller, ServerResponse response) {
        Decision decision = limiter.decideKey(caller.id()).orElse(null);
        if (decision == null) {
            return;
        }
        response.headers().set(POLICY, limiter.keyPolicies());
        String state = "\"" + decision.scope() + "\";r=" + decision.remaining();
        if (decision.admitted()) {
            response.headers().set(STATE, state);
            return;
        }
        long seconds = decision.retrySeconds();
        response.headers().set(STATE, state + ";t=" + seconds);
        throw new ProblemException(
                Problem.tooManyRequests(decision.scope(), seconds), Map.of("Retry-After", Long.toString(seconds)));
    }
}
