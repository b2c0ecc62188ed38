package dev.lotse.gateway.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A numbered state of a site's synonyms and rules that never changes.
 *
 * @param number from 1; the greatest is in force
 * @param hash SHA-256 of its content, hexadecimal: equal contents have equal hashes
 * @param by who published it, see {@link AuditEntry#actor()}
 * @param changeSet id of what was published, or null
 * @param restores number of the release whose content this is again, or null
 */
public record Release(
        int number,
        String hash,
        Instant at,
        String by,
        String note,
        @Nullable String changeSet,
        @Nullable Integer restores) {

    /** What responses and cache keys call it. */
    public String version() {
        return number + "-" + hash.substring(0, 8);
    }
}
