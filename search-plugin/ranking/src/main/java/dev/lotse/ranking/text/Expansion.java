package dev.lotse.ranking.text;

/**
 * Another way to say a part of the query, sent inline with it.
 *
 * @param start first UTF-16 code unit of the replaced part in the query text
 * @param end one past its last code unit
 * @param text the alternative: one word, or several that must stand together
 * @param weight its score relative to the visitor's own words, above 0 and at most 1
 * @param kind why it is there
 */
public record Expansion(int start, int end, String text, float weight, Kind kind) {
    public Expansion {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("expansion [" + start + "," + end + ") is empty or negative");
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("expansion text is blank");
        }
        if (!(weight > 0 && weight <= 1)) {
            throw new IllegalArgumentException("expansion weight is " + weight + "; allowed is above 0 and at most 1");
        }
    }

    /** Why an alternative is there. */
    public enum Kind {
        SYNONYM,
        COMPOUND,
        TYPO,
        PREFIX
    }
}
