package dev.lotse.gateway.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names one response: the SHA-256 of everything that decides it. A key tells nothing about the words that were asked.
 *
 * @param site the site, so that all of its entries can be dropped
 * @param a first 64 bits of the digest; {@code b} to {@code d} are the others
 */
public record CacheKey(String site, long a, long b, long c, long d) {

    /**
     * The key of these parts. Each is written with its length in front, so that {@code ("ab","c")} and {@code ("a","bc")} differ.
     */
    public static CacheKey of(String site, String... parts) {
        MessageDigest digest = sha256();
        add(digest, site);
        for (String part : parts) {
            add(digest, part);
        }
        ByteBuffer sum = ByteBuffer.wrap(digest.digest());
        return new CacheKey(site, sum.getLong(), sum.getLong(), sum.getLong(), sum.getLong());
    }

    /** The digest as 64 hexadecimal digits. */
    public String hex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
    }

    /** The digest is random enough by itself. */
    @Override
    public int hashCode() {
        return Long.hashCode(a);
    }

    /** The SHA-256 of a text as 32 hexadecimal digits, for versions of settings in keys. */
    public static String digest(String text) {
        MessageDigest digest = sha256();
        return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
    }

    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        digest.update((byte) (length >>> 24));
        digest.update((byte) (length >>> 16));
        digest.update((byte) (length >>> 8));
        digest.update((byte) length);
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
