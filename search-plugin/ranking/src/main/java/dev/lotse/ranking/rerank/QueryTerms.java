package dev.lotse.ranking.rerank;

import dev.lotse.ranking.text.AnalyzedTerm;
import dev.lotse.ranking.text.Expansion;
import dev.lotse.ranking.text.TextQuery;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The analysed words of a query with their alternatives and how rare they are, to be compared with {@link PageTerms}.
 * Immutable and thread-safe.
 */
public final class QueryTerms {
    private static final int MIN_COMPOUND_PART = 4;

    private final List<Term> terms;
    private final double totalWeight;

    private record Alternative(List<String> terms, float weight) {}

    /** Compared with every word of every candidate, so without a stream for each. */
    private record Term(String text, double weight, List<Alternative> alternatives) {
        boolean isWrittenWith(String word) {
            for (Alternative alternative : alternatives) {
                if (alternative.terms().contains(word)) {
                    return true;
                }
            }
            return false;
        }

        boolean isPartOfOne(Collection<String> words) {
            for (String word : words) {
                if (word.contains(text) || (word.length() >= MIN_COMPOUND_PART && text.contains(word))) {
                    return true;
                }
            }
            return false;
        }
    }

    private QueryTerms(List<Term> terms) {
        this.terms = terms;
        this.totalWeight = terms.stream().mapToDouble(Term::weight).sum();
    }

    /**
     * The words of a query.
     *
     * @param rarity weight of a term, above 0, larger for rarer ones
     */
    public static QueryTerms of(TextQuery query, ToDoubleFunction<String> rarity) {
        List<Term> terms = new ArrayList<>();
        for (AnalyzedTerm term : TextQueryBuilder.terms(query.text(), query.language())) {
            List<Alternative> alternatives = new ArrayList<>();
            for (Expansion expansion : query.expansions()) {
                if (expansion.start() <= term.start() && term.end() <= expansion.end()) {
                    List<String> texts = new ArrayList<>();
                    TextQueryBuilder.terms(expansion.text(), query.language())
                            .forEach(other -> texts.add(other.text()));
                    if (!texts.isEmpty()) {
                        alternatives.add(new Alternative(texts, expansion.weight()));
                    }
                }
            }
            terms.add(new Term(term.text(), rarity.applyAsDouble(term.text()), alternatives));
        }
        return new QueryTerms(List.copyOf(terms));
    }

    /** Number of words. */
    public int count() {
        return terms.size();
    }

    /** Sets the features of {@link Feature.Group#TERMS} of a candidate. */
    public void describe(PageTerms page, Candidates candidates, int candidate) {
        Set<String> title = new HashSet<>(page.title());
        Set<String> headings = new HashSet<>();
        page.headings().forEach(headings::addAll);
        Set<String> lead = new HashSet<>(page.lead());
        Set<String> any = new HashSet<>(title);
        any.addAll(headings);
        any.addAll(lead);
        candidates.set(candidate, Feature.COVER_TITLE, covered(title));
        candidates.set(candidate, Feature.COVER_HEADINGS, covered(headings));
        candidates.set(candidate, Feature.COVER_LEAD, covered(lead));
        candidates.set(candidate, Feature.COVER_ANY, covered(any));
        candidates.set(candidate, Feature.TITLE_PRECISION, precision(page.title()));
        candidates.set(candidate, Feature.TITLE_EXACT, isSame(page.title()) ? 1 : 0);
        candidates.set(candidate, Feature.TITLE_PAIRS, pairs(List.of(page.title())));
        double best = 0;
        for (List<String> heading : page.headings()) {
            double recall = covered(new HashSet<>(heading));
            double precision = precision(heading);
            best = Math.max(best, recall + precision == 0 ? 0 : 2 * recall * precision / (recall + precision));
        }
        candidates.set(candidate, Feature.HEADING_BEST, best);
        List<List<String>> texts = new ArrayList<>(page.headings());
        texts.add(page.lead());
        candidates.set(candidate, Feature.TEXT_PAIRS, pairs(texts));
        candidates.set(candidate, Feature.COMPOUND_TITLE, compounds(title));
        candidates.set(candidate, Feature.COMPOUND_HEADINGS, compounds(headings));
        candidates.set(candidate, Feature.TITLE_LENGTH, Math.log1p(page.title().size()));
        candidates.set(
                candidate, Feature.HEADINGS_COUNT, Math.log1p(page.headings().size()));
        candidates.set(candidate, Feature.BODY_LENGTH, Math.log1p(page.bodyLength()));
        candidates.set(candidate, Feature.PASSAGES, Math.log1p(page.passages()));
        candidates.set(candidate, Feature.INBOUND_LINKS, Math.log1p(page.inboundLinks()));
        candidates.set(candidate, Feature.HAS_TERMS, 1);
    }

    private double covered(Set<String> words) {
        double sum = 0;
        for (Term term : terms) {
            sum += term.weight() * coverage(term, words);
        }
        return totalWeight == 0 ? 0 : sum / totalWeight;
    }

    private static double coverage(Term term, Set<String> words) {
        if (words.contains(term.text())) {
            return 1;
        }
        double best = 0;
        for (Alternative alternative : term.alternatives()) {
            if (alternative.weight() > best && words.containsAll(alternative.terms())) {
                best = alternative.weight();
            }
        }
        return best;
    }

    private double precision(List<String> words) {
        if (words.isEmpty()) {
            return 0;
        }
        int found = 0;
        for (String word : words) {
            for (Term term : terms) {
                if (term.text().equals(word) || term.isWrittenWith(word)) {
                    found++;
                    break;
                }
            }
        }
        return (double) found / words.size();
    }

    private boolean isSame(List<String> words) {
        return !terms.isEmpty()
                && words.size() == terms.size()
                && words.containsAll(terms.stream().map(Term::text).toList());
    }

    private double pairs(List<List<String>> texts) {
        if (terms.size() < 2) {
            return 0;
        }
        int found = 0;
        for (int i = 0; i + 1 < terms.size(); i++) {
            String first = terms.get(i).text();
            String second = terms.get(i + 1).text();
            for (List<String> words : texts) {
                if (areNeighbours(words, first, second)) {
                    found++;
                    break;
                }
            }
        }
        return (double) found / (terms.size() - 1);
    }

    private static boolean areNeighbours(List<String> words, String first, String second) {
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals(first) && words.get(i + 1).equals(second)) {
                return true;
            }
        }
        return false;
    }

    private double compounds(Collection<String> words) {
        if (terms.isEmpty()) {
            return 0;
        }
        int found = 0;
        for (Term term : terms) {
            if (term.text().length() >= MIN_COMPOUND_PART && term.isPartOfOne(words)) {
                found++;
            }
        }
        return (double) found / terms.size();
    }
}
