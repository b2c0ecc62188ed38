package dev.lotse.gateway.signin;

import dev.lotse.gateway.config.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where people sign in.
 *
 * @param issuer exactly as the provider calls itself
 * @param clientId what the provider calls this gateway
 * @param clientSecret of a confidential client; without it the client is public and relies on PKCE
 * @param redirect where the provider sends people back to
 * @param scope what is asked for, with spaces; has {@code openid}
 * @param roleClaim claim of the ID token that tells the role, with dots into objects
 * @param nameClaim claim that the audit trail calls people by; where it is missing, {@code sub}
 */
public record OidcProvider(
        URI issuer,
        String clientId,
        Optional<Secret> clientSecret,
        URI redirect,
        String scope,
        String roleClaim,
        String nameClaim) {
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

    /** Whether nobody on the way can read or change what is sent there: HTTPS, or this machine. */
    public static boolean isSafe(URI uri) {
        String host = uri.getHost();
        if (host == null || uri.getScheme() == null || uri.getUserInfo() != null) {
            return false;
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return scheme.equals("https") || (scheme.equals("http") && isLoopback(host));
    }

    /** Whether a host is this machine by its name; no name is looked up. */
    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || LOOPBACK.matcher(host).matches();
    }
}
