package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.http.KeyHash;
import dev.lotse.gateway.http.LocalCaller;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lets only administrators pass: those with a configured key, or, in the demo without any key, programs of this machine.
 * Without a key and outside the demo nobody passes. Thread-safe.
 */
public final class AdminAccess {
    private final List<KeyHash> hashes;
    private final boolean openToThisMachine;

    /**
     * @param demo whether programs of this machine may pass while no key is configured
     */
    public AdminAccess(AdminSettings settings, boolean demo) {
        List<KeyHash> all = new ArrayList<>(settings.keyHashes());
        settings.key().ifPresent(key -> all.add(KeyHash.of(key.value())));
        hashes = List.copyOf(all);
        openToThisMachine = demo && !settings.hasKeys();
    }

    /** A handler that is reached by administrators only. */
    Handler guard(Handler handler) {
        return (request, response) -> {
            check(request);
            handler.handle(request, response);
        };
    }

    /** Who asks, for the audit trail: the beginning of the hash of the key, never the key; {@code local} in the open demo. */
    String actor(ServerRequest request) {
        String key = KeyHash.bearer(request);
        return openToThisMachine || key == null
                ? "local"
                : "key:" + KeyHash.of(key).label();
    }

    private void check(ServerRequest request) {
        if (openToThisMachine) {
            if (!LocalCaller.asks(request)) {
                throw new ProblemException(
                        Problem.of(
                                "forbidden",
                                403,
                                "Forbidden",
                                "The demo can be administered from this machine only; configure a key to do it from elsewhere"));
            }
            return;
        }
        if (hashes.isEmpty()) {
            throw new ProblemException(Problem.of(
                    "administration-off",
                    403,
                    "Administration is off",
                    "No key is configured; set the environment variable LOTSE_ADMIN_KEY to at least "
                            + AdminSettings.MIN_KEY + " random characters and start again"));
        }
        String key = KeyHash.bearer(request);
        if (key == null || !isKnown(key)) {
            throw new ProblemException(
                    Problem.of(
                            "unauthorized",
                            401,
                            "Unauthorized",
                            key == null
                                    ? "The header 'Authorization: Bearer KEY' is missing"
                                    : "This key does not open the administration"),
                    Map.of("WWW-Authenticate", "Bearer"));
        }
    }

    /** Compares with every key in full, so that the time taken tells nothing about any. */
    private boolean isKnown(String key) {
        KeyHash given = KeyHash.of(key);
        boolean known = false;
        for (KeyHash hash : hashes) {
            known |= hash.matches(given);
        }
        return known;
    }
}
