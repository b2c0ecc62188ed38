package dev.lotse.gateway.rules;

/** The kinds of {@link Entry}. */
public enum EntryKind {
    SYNONYM("synonym"),
    RULE("rule");

    private final String wireName;

    EntryKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in the API and in the store. */
    public String wireName() {
        return wireName;
    }

    /** The kind of this name. */
    public static EntryKind of(String wireName) {
        return wireName.equals(RULE.wireName) ? RULE : SYNONYM;
    }
}
