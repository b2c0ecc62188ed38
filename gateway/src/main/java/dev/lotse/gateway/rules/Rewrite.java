package dev.lotse.gateway.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A query after replacements.
 *
 * @param query the query to search for
 * @param alternatives what else may stand at the replaced places, by their place in the new query
 * @param synonyms ids of the replacements made
 */
public record Rewrite(String query, List<SynonymHit> alternatives, List<String> synonyms) {

    /** Replaces from left to right; of hits that overlap the longest. */
    static Rewrite of(String query, List<SynonymHit> hits) {
        StringBuilder text = new StringBuilder();
        List<SynonymHit> alternatives = new ArrayList<>();
        List<String> synonyms = new ArrayList<>();
        int done = 0;
        for (SynonymHit hit : hits.stream()
                .sorted(Comparator.comparingInt(SynonymHit::start)
                        .thenComparing(Comparator.comparingInt(SynonymHit::end).reversed())
                        .thenComparing(SynonymHit::id))
                .toList()) {
            if (hit.start() < done) {
                continue;
            }
            text.append(query, done, hit.start());
            int start = text.length();
            text.append(hit.others().getFirst());
            synonyms.add(hit.id());
            if (hit.others().size() > 1) {
                alternatives.add(new SynonymHit(
                        start,
                        text.length(),
                        hit.others().subList(1, hit.others().size()),
                        hit.weight(),
                        hit.id()));
            }
            done = hit.end();
        }
        return new Rewrite(text.append(query.substring(done)).toString(), alternatives, synonyms);
    }
}
