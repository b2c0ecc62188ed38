package dev.lotse.gateway.http.admin;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.config.Secret;
import dev.lotse.gateway.http.KeyHash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may administer, and how much they may send.
 *
 * @param key a key in the clear, from the environment or a file
 * @param keyHashes SHA-256 of further keys; they are no secrets, for a key is long and random
 * @param keys those that have a name and a role
 * @param oidc where people sign in without a key, if anywhere
 * @param maxDocument longest document of a push, in bytes
 * @param allowPrivateCrawls whether a crawl that is started over HTTP may fetch from private networks
 */
public record AdminSettings(
        Optional<Secret> key,
        List<KeyHash> keyHashes,
        List<AdminKey> keys,
        Optional<OidcSettings> oidc,
        int maxDocument,
        boolean allowPrivateCrawls) {
    /** Shortest key, in characters: what is shorter could be guessed. */
    static final int MIN_KEY = 24;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final String NAMES = "1 to 63 of a-z, 0-9, '.', '_' and '-', a letter or digit first";
    private static final String ROLES = "one of analyst, editor, admin";

    public AdminSettings {
        keys = List.copyOf(keys);
        keyHashes = List.copyOf(keyHashes);
    }

    /** Reads section {@code admin}. */
    public static AdminSettings read(ConfigReader root) {
        ConfigReader in = root.in("admin");
        Optional<Secret> key = in.secret("key", MIN_KEY);
        List<KeyHash> hashes = in.list("key-hashes", KeyHash.ALLOWED, KeyHash::parse);
        Set<KeyHash> unnamed = new HashSet<>(hashes);
        key.ifPresent(secret -> unnamed.add(KeyHash.of(secret.value())));
        return new AdminSettings(
                key,
                hashes,
                keys(in, unnamed),
                OidcSettings.read(in),
                (int) in.bytes("max-document", 1024, 100 << 20),
                in.flag("allow-private-crawls"));
    }

    /** Whether anybody but programs of this machine can be let in. */
    boolean letsIn() {
        return key.isPresent() || !keyHashes.isEmpty() || !keys.isEmpty() || oidc.isPresent();
    }

    /** A key without a role or a hash, or with two, is a mistake: nobody shall have more or less by accident. */
    private static List<AdminKey> keys(ConfigReader in, Set<KeyHash> unnamed) {
        List<AdminKey> keys = new ArrayList<>();
        Set<KeyHash> taken = new HashSet<>(unnamed);
        in.each("keys").forEach((name, of) -> {
            Optional<KeyHash> hash = of.optional("hash", KeyHash.ALLOWED, KeyHash::parse);
            Optional<Role> role = of.optional("role", ROLES, AdminSettings::role);
            if (hash.isEmpty()) {
                of.reject("hash", "", KeyHash.ALLOWED);
            }
            if (hash.isPresent() && !taken.add(hash.get())) {
                of.reject("hash", "sha256:" + hash.get().label() + "…", "a hash that no other key has");
            }
            if (role.isEmpty()) {
                of.reject("role", "", ROLES);
            }
            if (!NAME.matcher(name).matches()) {
                of.reject("hash", name, "a key whose name is " + NAMES);
            }
            if (hash.isPresent() && role.isPresent()) {
                keys.add(new AdminKey("key:" + name, hash.get(), role.get()));
            }
        });
        return keys;
    }

    private static @Nullable Role role(String text) {
        for (Role role : Role.values()) {
            if (role.wireName().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return role;
            }
        }
        return null;
    }
}
