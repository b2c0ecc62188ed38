package dev.lotse.gateway.ingest.extract;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** References as they stand in real pages (spaces, umlauts, brackets) resolved the way browsers do. */
public final class LenientUri {
    private static final String LEGAL_PUNCTUATION = "-._~:/?#@!$&'()*+,;=%";

    private LenientUri() {}

    /**
     * Resolves a reference against a base.
     *
     * @return the absolute URI, its path without {@code .} and {@code ..}; empty where the reference is unusable
     */
    public static Optional<URI> resolve(URI base, String reference) {
        String href = escape(reference.strip());
        try {
            URI resolved;
            if (href.isEmpty() || href.startsWith("#") || href.startsWith("?")) {
                // URI.resolve drops the last path segment for these, contrary to RFC 3986 section 5.3.
                String self = base.toString();
                int cut = href.startsWith("#") ? self.indexOf('#') : indexOfAny(self);
                resolved = new URI((cut < 0 ? self : self.substring(0, cut)) + href);
            } else {
                resolved = base.resolve(new URI(href));
            }
            return Optional.of(normalise(resolved));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An absolute URI, or empty where the text is none. */
    public static Optional<URI> absolute(String text) {
        try {
            URI uri = new URI(escape(text.strip()));
            return uri.isAbsolute() ? Optional.of(normalise(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static int indexOfAny(String uri) {
        int query = uri.indexOf('?');
        int fragment = uri.indexOf('#');
        return query < 0 ? fragment : fragment < 0 ? query : Math.min(query, fragment);
    }

    /** Removes dot segments, also those that climb above the root. */
    private static URI normalise(URI uri) throws URISyntaxException {
        URI normal = uri.normalize();
        String path = normal.getRawPath();
        if (path == null || !path.startsWith("/..")) {
            return normal;
        }
        while (path.equals("/..") || path.startsWith("/../")) {
            path = path.length() > 4 ? path.substring(3) : "/";
        }
        StringBuilder rebuilt = new StringBuilder(normal.getScheme()).append(':');
        if (normal.getRawAuthority() != null) {
            rebuilt.append("//").append(normal.getRawAuthority());
        }
        rebuilt.append(path);
        if (normal.getRawQuery() != null) {
            rebuilt.append('?').append(normal.getRawQuery());
        }
        return new URI(rebuilt.toString());
    }

    private static String escape(String href) {
        StringBuilder out = new StringBuilder(href.length() + 8);
        int i = 0;
        while (i < href.length()) {
            int point = href.codePointAt(i);
            int width = Character.charCount(point);
            if (point == '%' && !isEscape(href, i)) {
                out.append("%25");
            } else if (point == '\\') {
                out.append('/');
            } else if (isLegal(point)) {
                out.appendCodePoint(point);
            } else if (point >= ' ') {
                for (byte b : href.substring(i, i + width).getBytes(StandardCharsets.UTF_8)) {
                    out.append('%').append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xF, 16)));
                    out.append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
                }
            }
            i += width;
        }
        return out.toString();
    }

    private static boolean isLegal(int point) {
        return (point >= 'a' && point <= 'z')
                || (point >= 'A' && point <= 'Z')
                || (point >= '0' && point <= '9')
                || LEGAL_PUNCTUATION.indexOf(point) >= 0;
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }
}
