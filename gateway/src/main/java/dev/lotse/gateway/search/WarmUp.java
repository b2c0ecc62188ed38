package dev.lotse.gateway.search;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Searches before visitors do, so that none of them waits for classes to be loaded, vocabularies to be read and index files to be
 * mapped. What comes out is thrown away.
 */
public final class WarmUp {
    /** One for each language; they need not find anything. */
    private static final List<String> QUERIES =
            List.of("Wie erreiche ich den Kundendienst?", "how do I contact customer service");

    private WarmUp() {}

    /** Searches every site until the deadline is over. Never fails: a site that cannot be searched says so to its visitors. */
    public static void run(SearchService search, Collection<String> sites, Deadline deadline) {
        for (String site : sites) {
            for (String query : QUERIES) {
                if (deadline.expired()) {
                    return;
                }
                SearchOutcome unused = search.search(request(site, query), deadline);
            }
        }
    }

    private static SearchRequest request(String site, String query) {
        Set<FilterField> facets = Set.of(FilterField.LANG);
        return new SearchRequest(
                site, query, 0, 10, null, new Filter.All(), facets, SearchMode.HYBRID, true, null, null, false);
    }
}
