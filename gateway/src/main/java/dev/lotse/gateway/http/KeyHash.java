package dev.lotse.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SHA-256 of a key. It is no secret, for a key is long and random. Immutable. */
public final class KeyHash {
    /** What is allowed in a configuration. */
    public static final String ALLOWED = "sha256: and 64 hexadecimal digits";

    private static final String PREFIX = "sha256:";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");
    private static final String BEARER = "bearer ";

    private final byte[] digest;

    private KeyHash(byte[] digest) {
        this.digest = digest;
    }

    /** The hash of a key. */
    public static KeyHash of(String key) {
        try {
            return new KeyHash(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /** Reads {@code sha256:…}; null for anything else. */
    public static @Nullable KeyHash parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        return FORM.matcher(lower).matches()
                ? new KeyHash(HexFormat.of().parseHex(lower.substring(PREFIX.length())))
                : null;
    }

    /** The key that a request brings as {@code Authorization: Bearer KEY}, or null. */
    public static @Nullable String bearer(ServerRequest request) {
        String header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    /** The first 8 hexadecimal digits: enough to tell keys apart in a log. */
    public String label() {
        return HexFormat.of().formatHex(digest).substring(0, 8);
    }

    /** Whether both are of the same key; takes the same time either way. */
    public boolean matches(KeyHash other) {
        return MessageDigest.isEqual(digest, other.digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyHash hash && matches(hash);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(digest);
    }
}
