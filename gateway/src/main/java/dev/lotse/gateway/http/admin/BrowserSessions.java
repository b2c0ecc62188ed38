package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import dev.lotse.gateway.signin.Attempt;
import dev.lotse.gateway.signin.Session;
import dev.lotse.gateway.signin.SessionStore;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Sessions of browsers: an opaque token in a cookie that no script sees and no other site sends, and with every change a second one
 * in a header, which no other site can know. Thread-safe.
 */
public final class BrowserSessions {
    private static final HeaderName CSRF = HeaderNames.create("X-Lotse-Csrf");
    private static final Set<Method> READING = Set.of(Method.GET, Method.HEAD, Method.OPTIONS);
    private static final Duration ATTEMPT = Duration.ofMinutes(10);

    private final OidcSettings settings;
    private final SessionStore store;
    private final SecureRandom random;
    private final InstantSource clock;
    private final boolean secure;

    public BrowserSessions(OidcSettings settings, SessionStore store, SecureRandom random, InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.random = random;
        this.clock = clock;
        this.secure = settings.origin().getScheme().equals("https");
    }

    /** Who asks by cookie; empty without a session. */
    Optional<Caller> caller(ServerRequest request) {
        return cookie(request, sessionCookie())
                .flatMap(token -> store.find(hash(token), clock.instant())
                        .map(session -> new Caller(session.actor(), Role.of(session.role()), csrf(token))));
    }

    /**
     * Refuses changes that another site's page might have made.
     *
     * @throws ProblemException without the session's second token, or from another origin
     */
    void checkOrigin(ServerRequest request, String csrf) {
        if (READING.contains(request.prologue().method())) {
            return;
        }
        String given = request.headers().first(CSRF).orElse("");
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        boolean known =
                MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), csrf.getBytes(StandardCharsets.UTF_8));
        if (!known || !(origin.isEmpty() || origin.equals(settings.origin().toString()))) {
            throw new ProblemException(Problem.of(
                    "csrf",
                    403,
                    "The change is not of the console",
                    "A change by cookie needs the header X-Lotse-Csrf with the value that GET /admin/v1/access names"));
        }
    }

    /** Begins a session. */
    void begin(ServerResponse response, String actor, Role role) {
        String token = Attempt.token(random);
        Instant now = clock.instant();
        store.add(new Session(hash(token), actor, role.wireName(), now.plus(settings.session())), now);
        set(response, sessionCookie(), token, settings.session(), "Strict");
    }

    /** Ends the browser's session. */
    void end(ServerRequest request, ServerResponse response) {
        cookie(request, sessionCookie()).ifPresent(token -> store.remove(hash(token)));
        set(response, sessionCookie(), "", Duration.ZERO, "Strict");
    }

    /** Has the browser keep an attempt until it comes back, which another site's redirect is part of. */
    void keep(ServerResponse response, Attempt attempt) {
        set(response, attemptCookie(), attempt.text(), ATTEMPT, "Lax");
    }

    /** The attempt that the browser kept; it can be used once. */
    Optional<Attempt> take(ServerRequest request, ServerResponse response) {
        set(response, attemptCookie(), "", Duration.ZERO, "Lax");
        return cookie(request, attemptCookie()).flatMap(Attempt::parse);
    }

    URI origin() {
        return settings.origin();
    }

    /** The prefix has browsers refuse it from a subdomain or without HTTPS. */
    private String sessionCookie() {
        return secure ? "__Host-lotse-session" : "lotse-session";
    }

    private String attemptCookie() {
        return secure ? "__Host-lotse-sign-in" : "lotse-sign-in";
    }

    private static Optional<String> cookie(ServerRequest request, String name) {
        return request.headers().cookies().first(name).filter(value -> !value.isEmpty());
    }

    private void set(ServerResponse response, String name, String value, Duration age, String sameSite) {
        response.headers()
                .add(
                        HeaderNames.SET_COOKIE,
                        name + "=" + value + "; Path=/; Max-Age=" + age.toSeconds() + "; HttpOnly; SameSite=" + sameSite
                                + (secure ? "; Secure" : ""));
    }

    private static String csrf(String token) {
        return hash("csrf:" + token);
    }

    private static String hash(String text) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
