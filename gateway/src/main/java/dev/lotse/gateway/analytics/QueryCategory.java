package dev.lotse.gateway.analytics;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What kind of thing a query is, by its form alone. */
public enum QueryCategory {
    /** One word. */
    WORD,
    /** Several words. */
    PHRASE,
    /** A sentence that asks. */
    QUESTION,
    /** It has a number, such as a form's or an article's. */
    NUMBER,
    /** It cannot be told, for personal data was left out. */
    HIDDEN;

    private static final int SHORTEST_NUMBER = 3;
    private static final Pattern DIGITS = Pattern.compile("\\d{" + SHORTEST_NUMBER + ",}");
    private static final Pattern SPACES = Pattern.compile(" ");
    private static final Set<String> ASKING = Set.of(
            "wer", "wie", "was", "wo", "wann", "warum", "wieso", "weshalb", "welche", "welcher", "welches", "wohin",
            "woher", "wozu", "womit", "wofür", "kann", "darf", "muss", "soll", "gibt", "ist", "who", "how", "what",
            "where", "when", "why", "which", "can", "may", "must", "should", "is", "are", "does", "do");

    /** The name in the API. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param query as {@link QueryCleaner#clean} makes it */
    public static QueryCategory of(String query) {
        if (query.isEmpty()) {
            return HIDDEN;
        }
        String[] words = SPACES.split(query, -1);
        if (query.endsWith("?") || (words.length > 2 && ASKING.contains(words[0]))) {
            return QUESTION;
        }
        if (DIGITS.matcher(query).find()) {
            return NUMBER;
        }
        return words.length > 1 ? PHRASE : WORD;
    }
}
