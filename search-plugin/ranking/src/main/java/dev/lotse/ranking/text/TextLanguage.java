package dev.lotse.ranking.text;

import java.util.Locale;

/** The languages with an analysis of their own; all others share {@link #OTHER}. */
public enum TextLanguage {
    GERMAN("de"),
    ENGLISH("en"),
    OTHER("und");

    private final String tag;

    TextLanguage(String tag) {
        this.tag = tag;
    }

    /** BCP 47 primary language subtag, also the suffix of this language's index fields. */
    public String tag() {
        return tag;
    }

    /** The analysis for a BCP 47 tag such as {@code de}, {@code de-AT} or {@code fr}. */
    public static TextLanguage of(String languageTag) {
        String lower = languageTag.toLowerCase(Locale.ROOT);
        for (TextLanguage language : values()) {
            if (lower.equals(language.tag) || lower.startsWith(language.tag + "-")) {
                return language;
            }
        }
        return OTHER;
    }
}
