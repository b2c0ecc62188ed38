package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets only administrators pass: those with a configured key, or, in the demo without any key, programs of this machine.
 * Without a key and outside the demo nobody passes. Thread-safe.
 */
public final class AdminAccess {
    private static final String BEARER = "bearer ";
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final List<byte[]> hashes;
    private final boolean openToThisMachine;

    /**
     * @param demo whether programs of this machine may pass while no key is configured
     */
    public AdminAccess(AdminSettings settings, boolean demo) {
        List<byte[]> all = new ArrayList<>(settings.keyHashes());
        settings.key().ifPresent(key -> all.add(hash(key.value())));
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

    private void check(ServerRequest request) {
        if (openToThisMachine) {
            if (!isFromThisMachine(request)) {
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
        String key = bearer(request);
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

    private static @Nullable String bearer(ServerRequest request) {
        String header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    /** Compares with every key in full, so that the time taken tells nothing about any. */
    private boolean isKnown(String key) {
        byte[] given = hash(key);
        boolean known = false;
        for (byte[] hash : hashes) {
            known |= MessageDigest.isEqual(given, hash);
        }
        return known;
    }

    /**
     * Whether a program of this machine asks. A page in this machine's browser does not count: a foreign one sends an Origin,
     * and one whose name was made to point here (DNS rebinding) sends that name as the Host.
     */
    private static boolean isFromThisMachine(ServerRequest request) {
        boolean loopback = request.remotePeer().address() instanceof InetSocketAddress address
                && address.getAddress() != null
                && address.getAddress().isLoopbackAddress();
        String host = request.headers().first(HeaderNames.HOST).orElse("").toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return loopback && LOCAL_NAMES.contains(name) && !request.headers().contains(HeaderNames.ORIGIN);
    }

    private static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
