package dev.lotse.gateway.retrieval.elasticsearch;

import dev.lotse.gateway.retrieval.EngineException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How indexes are called: {@code lotse-docs@7} is generation 7 of site {@code docs}, {@code lotse-docs} the alias of the
 * serving one, {@code lotse-@control} the index that says which one serves. No site name contains {@code @}.
 */
record IndexNames(String prefix) {
    private static final String SITE_NAME = "[a-z0-9][a-z0-9._-]{0,63}";

    /** Elasticsearch's own limit for a document's id. */
    private static final int MAX_ID_BYTES = 512;

    String control() {
        return prefix + "@control";
    }

    String alias(String site) {
        return prefix + site;
    }

    String generation(String site, long number) {
        return prefix + site + "@" + number;
    }

    String generations(String site) {
        return prefix + site + "@*";
    }

    /** The number of a generation's index, or -1 for any other index. */
    long number(String site, String index) {
        String start = prefix + site + "@";
        return index.startsWith(start) && index.substring(start.length()).matches("\\d{1,18}")
                ? Long.parseLong(index.substring(start.length()))
                : -1;
    }

    static void requireSiteName(String site) {
        if (!site.matches(SITE_NAME)) {
            throw new EngineException(
                    "'" + site + "' is no site name; allowed are lower-case letters, digits, '.', '-' and"
                            + " '_', at most 64, beginning with a letter or digit");
        }
    }

    /** The id of a page's document: its object id, or a hash of one that is too long. */
    static String documentId(String objectId) {
        byte[] bytes = objectId.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && bytes.length <= MAX_ID_BYTES) {
            return objectId;
        }
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /** For a path. */
    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
