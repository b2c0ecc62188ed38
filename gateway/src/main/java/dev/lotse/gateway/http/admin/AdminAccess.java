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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets pass who has a configured key or has signed in, and whose role suffices; or, in the demo without any of both, programs of
 * this machine. Without a key and outside the demo nobody passes. Thread-safe.
 */
public final class AdminAccess {
    private static final Caller LOCAL = new Caller("local", Role.ADMIN, null);

    private final List<AdminKey> keys;
    private final @Nullable BrowserSessions sessions;
    private final boolean openToThisMachine;

    /**
     * @param demo whether programs of this machine may pass while neither key nor sign-in is configured
     */
    public AdminAccess(AdminSettings settings, boolean demo) {
        this(settings, demo, Optional.empty());
    }

    /** @param sessions of those who signed in without a key */
    public AdminAccess(AdminSettings settings, boolean demo, Optional<BrowserSessions> sessions) {
        List<AdminKey> all = new ArrayList<>(settings.keys());
        settings.key().ifPresent(key -> all.add(AdminKey.unnamed(KeyHash.of(key.value()))));
        settings.keyHashes().forEach(hash -> all.add(AdminKey.unnamed(hash)));
        keys = List.copyOf(all);
        this.sessions = sessions.orElse(null);
        openToThisMachine = demo && !settings.letsIn();
    }

    /** A handler that is reached by those only whose role covers another. */
    Handler guard(Role needed, Handler handler) {
        return (request, response) -> {
            check(request, needed);
            handler.handle(request, response);
        };
    }

    /**
     * Who asks, for the audit trail: the key's name, else the beginning of its hash, never the key; who signed in by name;
     * {@code local} in the open demo. For requests that a guard let pass.
     */
    String actor(ServerRequest request) {
        return caller(request).actor();
    }

    /** Who asks; for requests that a guard let pass. */
    Caller caller(ServerRequest request) {
        return request.context().get(Caller.class).orElse(LOCAL);
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
        if (keys.isEmpty() && sessions == null) {
            throw new ProblemException(Problem.of(
                    "administration-off",
                    403,
                    "Administration is off",
                    "No key is configured; set the environment variable LOTSE_ADMIN_KEY to at least "
                            + AdminSettings.MIN_KEY + " random characters and start again"));
        }
        Caller caller = identified(request);
        if (!caller.role().covers(needed)) {
            throw new ProblemException(Problem.of(
                    "role-needed",
                    403,
                    "Another role is needed",
                    "This needs the role " + needed.wireName() + "; who asks has the role "
                            + caller.role().wireName()));
        }
        request.context().register(caller);
    }

    /** By key where one is given, else by the cookie of a session. */
    private Caller identified(ServerRequest request) {
        String given = KeyHash.bearer(request);
        AdminKey key = known(given);
        if (key != null) {
            return new Caller(key.actor(), key.role(), null);
        }
        if (given == null && sessions != null) {
            Optional<Caller> signedIn = sessions.caller(request);
            if (signedIn.isPresent()) {
                String csrf = signedIn.get().csrf();
                sessions.checkOrigin(request, csrf == null ? "" : csrf);
                return signedIn.get();
            }
        }
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
