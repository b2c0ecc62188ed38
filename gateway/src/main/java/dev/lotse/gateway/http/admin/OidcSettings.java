package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.config.Secret;
import dev.lotse.gateway.signin.Identity;
import dev.lotse.gateway.signin.OidcProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in at an OpenID Connect provider.
 *
 * @param provider where people sign in
 * @param origin where browsers reach this gateway, without a path
 * @param roles which values of the role claim give which role
 * @param session how long somebody stays signed in
 */
public record OidcSettings(OidcProvider provider, URI origin, Map<Role, Set<String>> roles, Duration session) {
    /** Where the provider sends browsers back to. */
    static final String CALLBACK = "/admin/v1/sign-in/callback";

    private static final int MIN_SECRET = 16;
    private static final String ADDRESS = "an https address, or http on this machine, without query";
    private static final String ORIGIN = "an https origin such as https://search.example.org, or http on this machine";
    private static final String VALUE = "a value of the role claim";

    public OidcSettings {
        roles = Map.copyOf(roles);
    }

    /** Reads section {@code oidc}; empty unless an issuer is configured. */
    static Optional<OidcSettings> read(ConfigReader admin) {
        ConfigReader in = admin.in("oidc");
        Optional<URI> issuer = in.optional("issuer", ADDRESS, OidcSettings::address);
        Optional<String> client = in.optional("client-id", "a text", text -> text.isBlank() ? null : text.strip());
        Optional<Secret> secret = in.secret("client-secret", MIN_SECRET);
        Optional<URI> origin = in.optional("public-url", ORIGIN, OidcSettings::origin);
        String scope = in.text("scope");
        String roleClaim = in.text("role-claim");
        String nameClaim = in.text("name-claim");
        Duration session = in.duration("session", Duration.ofMinutes(5), Duration.ofDays(7));
        Map<Role, Set<String>> roles = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            List<String> values =
                    in.list("roles." + role.wireName(), VALUE, text -> text.isBlank() ? null : text.strip());
            roles.put(role, Set.copyOf(values));
        }
        if (issuer.isEmpty()) {
            return Optional.empty();
        }
        if (client.isEmpty()) {
            in.reject("client-id", "", "what the provider calls this gateway");
        }
        if (origin.isEmpty()) {
            in.reject("public-url", "", ORIGIN);
        }
        if (!List.of(scope.split(" ", -1)).contains("openid")) {
            in.reject("scope", scope, "scopes with openid among them");
        }
        if (roles.values().stream().allMatch(Set::isEmpty)) {
            in.reject("roles", "", "at least one of roles.analyst, roles.editor, roles.admin, or nobody could sign in");
        }
        if (client.isEmpty() || origin.isEmpty()) {
            return Optional.empty();
        }
        OidcProvider provider = new OidcProvider(
                issuer.get(), client.get(), secret, origin.get().resolve(CALLBACK), scope, roleClaim, nameClaim);
        return Optional.of(new OidcSettings(provider, origin.get(), roles, session));
    }

    /** The highest role that the provider's values give. */
    Optional<Role> role(Identity identity) {
        return roles.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(identity.roles()::contains))
                .map(Map.Entry::getKey)
                .max(Role::compareTo);
    }

    private static @Nullable URI address(String text) {
        try {
            URI uri = new URI(text.strip());
            return OidcProvider.isSafe(uri) && uri.getRawQuery() == null && uri.getRawFragment() == null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable URI origin(String text) {
        URI uri = address(text.strip().replaceFirst("/$", ""));
        return uri != null && uri.getRawPath().isEmpty() ? uri : null;
    }
}
