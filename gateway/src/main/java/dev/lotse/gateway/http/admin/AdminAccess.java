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
import org.jspecify.annotations.Nullable;

/**
 * Lets pass who has a configured key whose role suffices, or, in the demo without any key, programs of this machine.
 * Without a key and outside the demo nobody passes. Thread-safe.
 */
public final class AdminAccess {
    private final List<AdminKey> keys;
    private final boolean openToThisMachine;

    /**
     * @param demo whether programs of this machine may pass while no key is configured
     */
    public AdminAccess(AdminSettings settings, boolean demo) {
        List<AdminKey> all = new ArrayList<>(settings.keys());
        settings.key().ifPresent(key -> all.add(AdminKey.unnamed(KeyHash.of(key.value()))));
        settings.keyHashes().forEach(hash -> all.add(AdminKey.unnamed(hash)));
        keys = List.copyOf(all);
        openToThisMachine = demo && !settings.hasKeys();
    }

    /** A handler that is reached by those only whose role covers another. */
    Handler guard(Role needed, Handler handler) {
        return (request, response) -> {
            check(request, needed);
            handler.handle(request, response);
        };
    }

    /** Who asks, for the audit trail: the key's name, else the beginning of its hash, never the key; {@code local} in the open demo. */
    String actor(ServerRequest request) {
        AdminKey key = openToThisMachine ? null : known(KeyHash.bearer(request));
        return key == null ? "local" : key.actor();
    }

    /** What who asks may do; for requests that a guard let pass. */
    Role role(ServerRequest request) {
        AdminKey key = openToThisMachine ? null : known(KeyHash.bearer(request));
        return key == null ? Role.ADMIN : key.role();
    }

    private void check(ServerRequest request, Role needed) {
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
        if (keys.isEmpty()) {
            throw new ProblemException(Problem.of(
                    "administration-off",
                    403,
                    "Administration is off",
                    "No key is configured; set the environment variable LOTSE_ADMIN_KEY to at least "
                            + AdminSettings.MIN_KEY + " random characters and start again"));
        }
        String given = KeyHash.bearer(request);
        AdminKey key = known(given);
        if (key == null) {
            throw new ProblemException(
                    Problem.of(
                            "unauthorized",
                            401,
                            "Unauthorized",
                            given == null
                                    ? "The header 'Authorization: Bearer KEY' is missing"
                                    : "This key does not open the administration"),
                    Map.of("WWW-Authenticate", "Bearer"));
        }
        if (!key.role().covers(needed)) {
            throw new ProblemException(Problem.of(
                    "role-needed",
                    403,
                    "Another role is needed",
                    "This needs the role " + needed.wireName() + "; this key has the role "
                            + key.role().wireName()));
        }
    }

    /** Compares with every key in full, so that the time taken tells nothing about any. */
    private @Nullable AdminKey known(@Nullable String key) {
        if (key == null) {
            return null;
        }
        KeyHash given = KeyHash.of(key);
        AdminKey known = null;
        for (AdminKey each : keys) {
            boolean same = each.hash().matches(given);
            known = same && known == null ? each : known;
        }
        return known;
    }
}
