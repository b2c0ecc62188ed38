package dev.lotse.gateway.retrieval;

import dev.lotse.ranking.text.AnalyzedTerm;
import dev.lotse.ranking.text.Expansion;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where the words of a query, or their alternatives, stand in a text. */
public final class Highlights {
    private Highlights() {}

    /** UTF-16 spans in text order that do not overlap. */
    public static List<PageHit.Span> of(String text, TextLanguage language, List<TextQuery> queries) {
        Set<String> wanted = new HashSet<>();
        for (TextQuery query : queries) {
            if (query.language() == language) {
                TextQueryBuilder.terms(query.text(), language).forEach(term -> wanted.add(term.text()));
                for (Expansion expansion : query.expansions()) {
                    TextQueryBuilder.terms(expansion.text(), language).forEach(term -> wanted.add(term.text()));
                }
            }
        }
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<PageHit.Span> spans = new ArrayList<>();
        for (AnalyzedTerm term : TextQueryBuilder.terms(text, language)) {
            if (wanted.contains(term.text())) {
                spans.add(new PageHit.Span(term.start(), term.end()));
            }
        }
        return spans;
    }
}
