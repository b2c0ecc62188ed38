package dev.lotse.gateway.http.admin;

import java.util.Locale;

/** What a key of the administration may do. Each role may do what those before it may. */
public enum Role {
    /** Reads everything about synonyms, rules and searches, previews and measures; changes nothing. */
    ANALYST,
    /** Edits synonyms, rules and judgements, publishes and rolls back. */
    EDITOR,
    /** Everything: documents, crawls, caches, providers, too. */
    ADMIN;

    /** Its name in configuration and answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its wire name. */
    static Role of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    /** Whether it may do what another may. */
    boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
