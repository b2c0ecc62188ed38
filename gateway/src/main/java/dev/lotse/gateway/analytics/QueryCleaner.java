package dev.lotse.gateway.analytics;

import dev.lotse.gateway.privacy.PersonalDataFinder;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes queries countable: the same words are the same query, and personal data is no query. Thread-safe. */
public final class QueryCleaner {
    private static final Pattern GAPS = Pattern.compile("[\\s\\p{Cntrl}]+");

    private final PersonalDataFinder personalData = new PersonalDataFinder();

    /** In lower case with single spaces, cut at {@link Event#MAX_QUERY}; empty where it holds personal data. */
    public String clean(String query) {
        if (!personalData.find(query).isEmpty()) {
            return "";
        }
        String words = GAPS.matcher(query.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
        return words.length() <= Event.MAX_QUERY ? words : words.substring(0, Event.MAX_QUERY);
    }
}
