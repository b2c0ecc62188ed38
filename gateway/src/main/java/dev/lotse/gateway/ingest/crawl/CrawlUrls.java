package dev.lotse.gateway.ingest.crawl;

import dev.lotse.gateway.ingest.extract.LenientUri;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses of one site: scheme, host and port together. Two spellings of an address become one.
 *
 * @param origin such as {@code https://example.org}, lower case, without a default port
 */
record CrawlUrls(String origin) {
    private static final int MAX_LENGTH = 2000;

    /** More of the same segment is a link that leads ever deeper into itself. */
    private static final int MAX_REPEATED_SEGMENT = 3;

    private static final Pattern TRACKING =
            Pattern.compile("(?i)(?:utm_\\w+|gclid|fbclid|msclkid|mc_[ce]id|phpsessid|sid)=.*");

    private static final Pattern NO_PAGE =
            Pattern.compile("(?i).*\\.(?:pdf|jpe?g|png|gif|svg|webp|avif|ico|bmp|tiff?|css|m?js|json|map|"
                    + "xml|rss|atom|zip|gz|tgz|tar|bz2|xz|rar|7z|mp[34]|m4[av]|avi|mov|mkv|webm|og[gv]|wav|flac|docx?|xlsx?|pptx?|od[tsp]|"
                    + "rtf|epub|csv|exe|msi|dmg|pkg|deb|rpm|apk|jar|iso|woff2?|ttf|otf|eot|ics|vcf|kml|gpx)");

    static CrawlUrls of(URI uri) {
        return new CrawlUrls(originOf(uri));
    }

    /** One spelling of an http address, or empty for anything else. */
    static Optional<URI> normalise(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https"))
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.toString().length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return LenientUri.absolute(originOf(uri) + path + query(uri.getRawQuery()));
    }

    private static String originOf(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + (isUsualPort(uri) ? "" : ":" + uri.getPort());
    }

    private static boolean isUsualPort(URI uri) {
        return uri.getPort() < 0 || uri.getPort() == (uri.getScheme().equalsIgnoreCase("https") ? 443 : 80);
    }

    private static String query(String raw) {
        if (raw == null || raw.isEmpty()) {
            return "";
        }
        List<String> kept = Arrays.stream(raw.split("&", -1))
                .filter(parameter ->
                        !parameter.isEmpty() && !TRACKING.matcher(parameter).matches())
                .toList();
        return kept.isEmpty() ? "" : "?" + String.join("&", kept);
    }

    /** The address in its one spelling, where it belongs to this site. */
    Optional<URI> own(URI uri) {
        return normalise(uri).filter(normal -> originOf(normal).equals(origin));
    }

    /** Whether a link is worth following: this site, perhaps a page, no endless path. */
    boolean isPage(URI normal) {
        String path = normal.getRawPath();
        return !NO_PAGE.matcher(path).matches() && !isEndless(path);
    }

    /** Whether the other address is this site under its usual other name: with or without www, or over https, at the usual port. */
    boolean isSameSite(URI other) {
        if (other.getHost() == null || other.getScheme() == null) {
            return false;
        }
        URI own = URI.create(origin);
        boolean downgrade =
                own.getScheme().equals("https") && !other.getScheme().equalsIgnoreCase("https");
        boolean samePort = own.getPort() == other.getPort() || (own.getPort() < 0 && isUsualPort(other));
        return !downgrade && samePort && bare(own.getHost()).equals(bare(other.getHost()));
    }

    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("www.") ? lower.substring(4) : lower;
    }

    private static boolean isEndless(String path) {
        Map<String, Integer> counts = new HashMap<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty() && counts.merge(segment, 1, Integer::sum) > MAX_REPEATED_SEGMENT) {
                return true;
            }
        }
        return false;
    }

    /** What robots.txt rules are matched against. */
    static String pathAndQuery(URI uri) {
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    }
}
