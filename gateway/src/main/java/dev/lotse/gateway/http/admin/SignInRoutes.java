package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.signin.Attempt;
import dev.lotse.gateway.signin.Identity;
import dev.lotse.gateway.signin.OidcClient;
import dev.lotse.gateway.signin.SignInException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sign-in and sign-out of browsers. Who fails to sign in is back at the console, which says why in words of its own. Thread-safe. */
public final class SignInRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(SignInRoutes.class);
    private static final String PATH = "/admin/v1/sign-in";
    private static final int MAX_ACTOR = 100;

    private final AdminAccess access;
    private final @Nullable Provider provider;
    private final SecureRandom random;

    /** A configured provider, and what becomes of those who come from there. */
    public record Provider(OidcSettings settings, OidcClient client, BrowserSessions sessions) {}

    public SignInRoutes(AdminAccess access, Optional<Provider> provider, SecureRandom random) {
        this.access = access;
        this.provider = provider.orElse(null);
        this.random = random;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, PATH, this::ways),
                new Route(Method.GET, PATH + "/start", this::start),
                new Route(Method.GET, OidcSettings.CALLBACK, this::finish),
                new Route(Method.POST, "/admin/v1/sign-out", access.guard(Role.ANALYST, this::signOut)));
    }

    private void ways(ServerRequest request, ServerResponse response) {
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeBooleanField("openIdConnect", provider != null);
            json.writeEndObject();
        }));
    }

    private void start(ServerRequest request, ServerResponse response) {
        Provider known = provider();
        Attempt attempt = Attempt.begin(random);
        try {
            String address = known.client().authorization(attempt).toString();
            known.sessions().keep(response, attempt);
            redirect(response, address);
        } catch (SignInException e) {
            refuse(response, known, "failed", e.getMessage());
        }
    }

    private void finish(ServerRequest request, ServerResponse response) {
        Provider known = provider();
        Optional<Attempt> attempt = known.sessions().take(request, response);
        String state = request.query().first("state").orElse("");
        String issuer = request.query().first("iss").orElse("");
        boolean other = !issuer.isEmpty()
                && !issuer.equals(known.settings().provider().issuer().toString());
        if (attempt.isEmpty() || !attempt.get().isAnsweredBy(state) || other) {
            refuse(response, known, "failed", "the answer belongs to no sign-in of this browser");
            return;
        }
        String error = request.query().first("error").orElse("");
        if (!error.isEmpty()) {
            boolean cancelled = error.equals("access_denied");
            refuse(
                    response,
                    known,
                    cancelled ? "cancelled" : "failed",
                    error.matches("[a-z_]{1,60}") ? "the provider says " + error : "the provider refuses");
            return;
        }
        try {
            Identity identity =
                    known.client().identity(request.query().first("code").orElse(""), attempt.get());
            Optional<Role> role = known.settings().role(identity);
            if (role.isEmpty()) {
                refuse(response, known, "no-role", "no value of the role claim gives a role");
                return;
            }
            known.sessions().begin(response, actor(identity), role.get());
            redirect(response, known.sessions().origin().resolve("/console/").toString());
        } catch (SignInException e) {
            refuse(response, known, "failed", e.getMessage());
        }
    }

    private void signOut(ServerRequest request, ServerResponse response) {
        if (provider != null) {
            provider.sessions().end(request, response);
        }
        response.status(Status.NO_CONTENT_204);
        response.send();
    }

    private Provider provider() {
        if (provider == null) {
            throw new ProblemException(
                    Problem.notFound("Sign-in by OpenID Connect is off; the configuration has no admin.oidc.issuer"));
        }
        return provider;
    }

    private static String actor(Identity identity) {
        String name = "oidc:" + identity.name().replaceAll("\\p{Cntrl}", "\uFFFD");
        return name.length() <= MAX_ACTOR ? name : name.substring(0, MAX_ACTOR);
    }

    private static void refuse(ServerResponse response, Provider known, String reason, @Nullable String detail) {
        LOG.warn("a sign-in by OpenID Connect was refused: {}", detail);
        redirect(
                response,
                known.sessions().origin().resolve("/console/?sign-in=" + reason).toString());
    }

    private static void redirect(ServerResponse response, String address) {
        response.status(Status.SEE_OTHER_303);
        response.headers().set(HeaderNames.LOCATION, address);
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        response.send();
    }
}
