package dev.lotse.gateway.rules;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A word of the query as typed.
 *
 * @param text the word in lower case
 * @param start first UTF-16 code unit in the query
 * @param end one past its last code unit
 */
public record QueryWord(String text, int start, int end) {

    /** The words of a query, punctuation left out. */
    public static List<QueryWord> of(String query) {
        BreakIterator borders = BreakIterator.getWordInstance(Locale.ROOT);
        borders.setText(query);
        List<QueryWord> words = new ArrayList<>();
        int start = borders.first();
        for (int end = borders.next(); end != BreakIterator.DONE; start = end, end = borders.next()) {
            if (Character.isLetterOrDigit(query.codePointAt(start))) {
                words.add(new QueryWord(query.substring(start, end).toLowerCase(Locale.ROOT), start, end));
            }
        }
        return words;
    }
}
