package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.config.Secret;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may administer, and how much they may send.
 *
 * @param key a key in the clear, from the environment or a file
 * @param keyHashes SHA-256 of further keys; they are no secrets, for a key is long and random
 * @param maxDocument longest document of a push, in bytes
 * @param allowPrivateCrawls whether a crawl that is started over HTTP may fetch from private networks
 */
public record AdminSettings(Optional<Secret> key, List<byte[]> keyHashes, int maxDocument, boolean allowPrivateCrawls) {
    /** Shortest key, in characters: what is shorter could be guessed. */
    static final int MIN_KEY = 24;

    private static final String PREFIX = "sha256:";
    private static final Pattern HASH = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    public AdminSettings {
        keyHashes = List.copyOf(keyHashes);
    }

    /** Reads section {@code admin}. */
    public static AdminSettings read(ConfigReader root) {
        ConfigReader in = root.in("admin");
        return new AdminSettings(
                in.secret("key", MIN_KEY),
                in.list("key-hashes", "sha256: and 64 hexadecimal digits", text -> {
                    String lower = text.strip().toLowerCase(Locale.ROOT);
                    return HASH.matcher(lower).matches()
                            ? HexFormat.of().parseHex(lower.substring(PREFIX.length()))
                            : null;
                }),
                (int) in.bytes("max-document", 1024, 100 << 20),
                in.flag("allow-private-crawls"));
    }

    /** Whether any key opens the administration. */
    boolean hasKeys() {
        return key.isPresent() || !keyHashes.isEmpty();
    }
}
