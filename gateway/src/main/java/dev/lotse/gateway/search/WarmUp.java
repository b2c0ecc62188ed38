package dev.lotse.gateway.search;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Searches before visitors do, so that none of them waits for classes to be loaded, vocabularies to be read and index files to be
 * mapped. What comes out is thrown away.
 */
public final class WarmUp {
    private static final String GERMAN = "de";

    /** They need not find anything. */
    private static final String GERMAN_QUERY = "Wie erreiche ich den Kundendienst?";

    private static final String OTHER_QUERY = "how do I contact customer service";

    private WarmUp() {}

    /**
     * Searches every site until the deadline is over. Never fails: a site that cannot be searched says so to its visitors.
     *
     * @param languages BCP 47 tags of the pages' languages, by site
     */
    public static void run(SearchService search, Map<String, List<String>> languages, Deadline deadline) {
        languages.forEach((site, spoken) -> {
            for (String query : queries(spoken)) {
                if (!deadline.expired()) {
                    SearchOutcome unused = search.search(request(site, query), deadline);
                }
            }
        });
    }

    /** German has its own analysis and compounds; the other languages take the same way. */
    private static List<String> queries(List<String> languages) {
        return switch (languages.size()) {
            case 0 -> List.of();
            case 1 -> List.of(languages.contains(GERMAN) ? GERMAN_QUERY : OTHER_QUERY);
            default -> languages.contains(GERMAN) ? List.of(GERMAN_QUERY, OTHER_QUERY) : List.of(OTHER_QUERY);
        };
    }

    /**
     * Asks every site for a completion, which makes those that are not made yet. Never fails.
     *
     * @param each time for a site
     */
    public static void suggestions(SearchService search, Collection<String> sites, Supplier<Deadline> each) {
        for (String site : sites) {
            try {
                List<Suggestion> unused = search.suggest(site, "a", null, 1, each.get());
            } catch (EngineException ignored) {
                // Its visitors are told the same.
            }
        }
    }

    private static SearchRequest request(String site, String query) {
        Set<FilterField> facets = Set.of(FilterField.LANG);
        return new SearchRequest(
                site, query, 0, 10, null, new Filter.All(), facets, SearchMode.HYBRID, true, null, null, false);
    }
}
