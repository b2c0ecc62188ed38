package dev.lotse.gateway.rules;

/** What a release is made of: a {@link Synonym} or a {@link Rule}. Immutable. */
public sealed interface Entry permits Synonym, Rule {
    /** The language of an entry that holds in every one. */
    String ANY_LANGUAGE = "*";

    /** Identifies the entry among those of its kind; letters, digits, {@code -} and {@code _}, 1 to 64. */
    String id();

    /** Which of the two it is. */
    EntryKind kind();

    /** {@code de}, {@code en} or {@link #ANY_LANGUAGE}. */
    String lang();

    /** What people call it, in one line. */
    String label();

    /** When it holds. */
    Validity validity();
}
