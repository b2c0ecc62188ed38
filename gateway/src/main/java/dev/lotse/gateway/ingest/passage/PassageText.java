package dev.lotse.gateway.ingest.passage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What the encoder reads for a passage: title, heading path, text. The one place where that form is decided; a change of it
 * changes every hash, so that everything is embedded again.
 */
public final class PassageText {
    /** Titles and paths take part of the model's window; a path longer than this is cut at its outer end. */
    private static final int MAX_PATH = 200;

    private PassageText() {}

    /** The encoder's input, without any model prefix. */
    public static String of(String title, List<String> headings, String text) {
        StringBuilder input = new StringBuilder(title);
        String path = String.join(" > ", headings);
        if (!path.isEmpty()) {
            input.append('\n').append(path.length() <= MAX_PATH ? path : path.substring(path.length() - MAX_PATH));
        }
        if (!text.isEmpty() && !text.equals(title)) {
            input.append('\n').append(text);
        }
        return input.toString();
    }

    /** SHA-256 of the encoder's input, hexadecimal. */
    public static String hash(String input) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(input.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
