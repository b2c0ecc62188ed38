package dev.lotse.gateway.signin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Speaks OpenID Connect: the authorization code flow with PKCE (S256), state and nonce. The provider is asked for its addresses at
 * the first sign-in, so that the gateway starts without it. Thread-safe.
 */
public final class OidcClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_ANSWER = 1 << 20;
    private static final int OK = 200;

    private final OidcProvider provider;
    private final InstantSource clock;
    private final ObjectMapper mapper = new ObjectMapper();
    // Redirects are not followed: a code or a secret goes to the address that the provider named, nowhere else.
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private @Nullable Endpoints endpoints;

    private record Endpoints(URI authorization, URI token, IdTokens tokens) {}

    public OidcClient(OidcProvider provider, InstantSource clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * Where the browser goes to sign in.
     *
     * @throws SignInException when the provider cannot be asked for its addresses
     */
    public URI authorization(Attempt attempt) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", provider.clientId());
        query.put("redirect_uri", provider.redirect().toString());
        query.put("scope", provider.scope());
        query.put("state", attempt.state());
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", attempt.challenge());
        query.put("code_challenge_method", "S256");
        URI address = endpoints().authorization();
        return URI.create(address + (address.getRawQuery() == null ? "?" : "&") + form(query));
    }

    /**
     * Exchanges the code for an ID token and checks it.
     *
     * @throws SignInException when the provider refuses the code or the token does not hold
     */
    public Identity identity(String code, Attempt attempt) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("grant_type", "authorization_code");
        body.put("code", code);
        body.put("redirect_uri", provider.redirect().toString());
        body.put("code_verifier", attempt.verifier());
        Endpoints known = endpoints();
        HttpRequest.Builder request = HttpRequest.newBuilder(known.token())
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded");
        provider.clientSecret()
                .ifPresentOrElse(
                        secret -> request.header("Authorization", basic(provider.clientId(), secret.value())),
                        () -> body.put("client_id", provider.clientId()));
        JsonNode answer = send(request.POST(HttpRequest.BodyPublishers.ofString(form(body))));
        String token = answer.path("id_token").asText("");
        if (token.isEmpty()) {
            throw new SignInException("the provider's answer has no ID token");
        }
        return known.tokens().verified(token, attempt.nonce());
    }

    private synchronized Endpoints endpoints() {
        Endpoints known = endpoints;
        if (known == null) {
            String issuer = provider.issuer().toString();
            URI metadata = URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
            JsonNode answer = send(HttpRequest.newBuilder(metadata)
                    .timeout(TIMEOUT)
                    .header("Accept", "application/json")
                    .GET());
            if (!answer.path("issuer").asText("").equals(issuer)) {
                throw new SignInException("the provider at " + issuer + " calls itself "
                        + answer.path("issuer").asText("nothing"));
            }
            known = new Endpoints(
                    address(answer, "authorization_endpoint"),
                    address(answer, "token_endpoint"),
                    new IdTokens(provider, address(answer, "jwks_uri"), clock));
            endpoints = known;
        }
        return known;
    }

    private static URI address(JsonNode metadata, String name) {
        String text = metadata.path(name).asText("");
        try {
            URI address = new URI(text);
            if (OidcProvider.isSafe(address)) {
                return address;
            }
        } catch (java.net.URISyntaxException e) {
            throw new SignInException("the provider's " + name + " is no address", e);
        }
        throw new SignInException("the provider's " + name + " is '" + text + "'; allowed is an HTTPS address");
    }

    private JsonNode send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        String where = request.uri().getScheme() + "://" + request.uri().getAuthority()
                + request.uri().getPath();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                byte[] bytes = in.readNBytes(MAX_ANSWER);
                JsonNode answer = response.statusCode() == OK ? mapper.readTree(bytes) : null;
                if (answer == null || !answer.isObject()) {
                    throw new SignInException(where + " answered with status " + response.statusCode() + reason(bytes));
                }
                return answer;
            }
        } catch (IOException e) {
            throw new SignInException(where + " cannot be asked: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SignInException(where + " was not waited for", e);
        }
    }

    /** The provider's error code, where it is one. */
    private String reason(byte[] body) {
        try {
            JsonNode error = mapper.readTree(body).path("error");
            return error.asText("").matches("[a-z_]{1,60}") ? " (" + error.asText() + ")" : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String basic(String id, String secret) {
        String pair = encoded(id) + ":" + encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
