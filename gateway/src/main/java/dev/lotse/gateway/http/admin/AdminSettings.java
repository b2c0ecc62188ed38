package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.config.Secret;
import dev.lotse.gateway.http.KeyHash;
import java.util.List;
import java.util.Optional;

/**
 * Who may administer, and how much they may send.
 *
 * @param key a key in the clear, from the environment or a file
 * @param keyHashes SHA-256 of further keys; they are no secrets, for a key is long and random
 * @param maxDocument longest document of a push, in bytes
 * @param allowPrivateCrawls whether a crawl that is started over HTTP may fetch from private networks
 */
public record AdminSettings(
        Optional<Secret> key, List<KeyHash> keyHashes, int maxDocument, boolean allowPrivateCrawls) {
    /** Shortest key, in characters: what is shorter could be guessed. */
    static final int MIN_KEY = 24;

    public AdminSettings {
        keyHashes = List.copyOf(keyHashes);
    }

    /** Reads section {@code admin}. */
    public static AdminSettings read(ConfigReader root) {
        ConfigReader in = root.in("admin");
        return new AdminSettings(
                in.secret("key", MIN_KEY),
                in.list("key-hashes", KeyHash.ALLOWED, KeyHash::parse),
                (int) in.bytes("max-document", 1024, 100 << 20),
                in.flag("allow-private-crawls"));
    }

    /** Whether any key opens the administration. */
    boolean hasKeys() {
        return key.isPresent() || !keyHashes.isEmpty();
    }
}
