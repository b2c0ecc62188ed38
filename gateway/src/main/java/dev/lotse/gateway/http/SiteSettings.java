package dev.lotse.gateway.http;

import dev.lotse.gateway.config.ConfigReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of one site. A site that it does not mention has {@link #STANDARD}.
 *
 * @param title shown on the results page, or empty for the site's name
 * @param baseUrl what relative URLs of pages are resolved against, or null to leave them as they are
 * @param origins web origins whose scripts may call the visitor routes; {@code *} is any
 */
public record SiteSettings(Optional<String> title, @Nullable URI baseUrl, List<String> origins) {
    /** A site without settings: relative URLs stay, no foreign origin may call. */
    public static final SiteSettings STANDARD = new SiteSettings(Optional.empty(), null, List.of());

    public SiteSettings {
        origins = List.copyOf(origins);
    }

    /** Reads section {@code sites}. */
    public static Map<String, SiteSettings> readAll(ConfigReader root) {
        Map<String, SiteSettings> sites = new LinkedHashMap<>();
        root.each("sites").forEach((name, in) -> {
            if (!SiteName.isValid(name)) {
                in.reject("", name, SiteName.ALLOWED);
            }
            Optional<String> base = in.optional(
                    "base-url",
                    "an http(s) URL, or a path of this server that begins with /",
                    text -> baseUri(text) == null ? null : text.strip());
            sites.put(
                    name,
                    new SiteSettings(
                            in.optional("title", "a text", text -> text.isBlank() ? null : text.strip()),
                            base.map(SiteSettings::baseUri).orElse(null),
                            in.list(
                                    "origins",
                                    "an origin such as https://www.example.org, or *",
                                    SiteSettings::origin)));
        });
        return sites;
    }

    /** The URL that a visitor can open. */
    public String resolve(String url) {
        if (baseUrl == null || hasScheme(url)) {
            return url;
        }
        try {
            return baseUrl.resolve(new URI(url)).toString();
        } catch (URISyntaxException e) {
            // What a page calls its URL may be anything; as it is it is worth more than an error.
            return url;
        }
    }

    /** Whether a script of this origin may call the visitor routes. */
    boolean allows(String origin) {
        return origins.contains("*") || origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    private static boolean hasScheme(String url) {
        int colon = url.indexOf(':');
        return colon > 0 && url.lastIndexOf('/', colon) < 0 && Character.isLetter(url.charAt(0));
    }

    private static @Nullable URI baseUri(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("/") || stripped.startsWith("//")) {
            return httpUri(stripped);
        }
        try {
            return new URI(stripped);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable URI httpUri(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable String origin(String text) {
        if (text.equals("*")) {
            return text;
        }
        URI uri = httpUri(text);
        boolean bare =
                uri != null && uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getUserInfo() == null;
        return bare ? text.toLowerCase(Locale.ROOT) : null;
    }
}
