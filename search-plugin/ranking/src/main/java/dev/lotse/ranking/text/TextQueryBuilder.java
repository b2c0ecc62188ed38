package dev.lotse.ranking.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SynonymQuery;
import org.apache.lucene.search.TermQuery;

/**
 * Turns a {@link TextQuery} into a Lucene query. Both engines score with what this class builds.
 *
 * <p>Each word of the query becomes one group: the best of its fields (plus a share of the others), where inside a field
 * the word and its one-word alternatives count as one term with weighted occurrences (BM25 of {@link SynonymQuery}).
 * Alternatives of several words stand beside the words they replace as phrases with a little slop. Groups add up; a page
 * must match {@link TextQuery#minimumShouldMatch()} of them. Words that stand close together add
 * {@link TextQuery#proximity()} times their phrase score.
 *
 * <p>Stateless and thread-safe.
 */
public final class TextQueryBuilder {
    /** Transposed neighbours with a stop word in between still match. */
    private static final int ALTERNATIVE_SLOP = 3;

    private static final int PROXIMITY_SLOP = 3;

    private TextQueryBuilder() {}

    /** The index field that holds {@code field} in a language. */
    public static String fieldName(String field, TextLanguage language) {
        return field + "." + language.tag();
    }

    /** The terms of a text with their offsets, as the language's analyser makes them. */
    public static List<AnalyzedTerm> terms(String text, TextLanguage language) {
        List<AnalyzedTerm> terms = new ArrayList<>();
        try (TokenStream stream = TextAnalysis.analyzer(language).tokenStream("", text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            OffsetAttribute offset = stream.addAttribute(OffsetAttribute.class);
            PositionIncrementAttribute increment = stream.addAttribute(PositionIncrementAttribute.class);
            int position = -1;
            stream.reset();
            while (stream.incrementToken()) {
                position += increment.getPositionIncrement();
                terms.add(new AnalyzedTerm(term.toString(), position, offset.startOffset(), offset.endOffset()));
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException("analysing text in memory", e);
        }
        return terms;
    }

    /** A query that matches nothing where the text has no term (only stop words or punctuation). */
    public static Query build(TextQuery query) {
        List<AnalyzedTerm> terms = terms(query.text(), query.language());
        if (terms.isEmpty()) {
            return new MatchNoDocsQuery("no term in the text");
        }
        List<Group> groups = groups(terms, query);
        BooleanQuery.Builder words = new BooleanQuery.Builder();
        for (Group group : groups) {
            words.add(group.toQuery(query), BooleanClause.Occur.SHOULD);
        }
        int required = Math.max(1, (int) Math.floor(groups.size() * query.minimumShouldMatch()));
        words.setMinimumNumberShouldMatch(required);
        if (query.proximity() == 0 || terms.size() < 2) {
            return words.build();
        }
        return new BooleanQuery.Builder()
                .add(words.build(), BooleanClause.Occur.MUST)
                .add(new BoostQuery(proximity(terms, query), query.proximity()), BooleanClause.Occur.SHOULD)
                .build();
    }

    private static Query proximity(List<AnalyzedTerm> terms, TextQuery query) {
        List<Query> pairs = new ArrayList<>();
        BooleanQuery.Builder sum = new BooleanQuery.Builder();
        for (int i = 0; i + 1 < terms.size(); i++) {
            pairs.clear();
            for (Map.Entry<String, Float> field : query.fields().entrySet()) {
                String name = fieldName(field.getKey(), query.language());
                pairs.add(boosted(
                        new PhraseQuery(
                                PROXIMITY_SLOP,
                                name,
                                terms.get(i).text(),
                                terms.get(i + 1).text()),
                        field.getValue()));
            }
            sum.add(new DisjunctionMaxQuery(List.copyOf(pairs), query.tieBreaker()), BooleanClause.Occur.SHOULD);
        }
        return sum.build();
    }

    private static List<Group> groups(List<AnalyzedTerm> terms, TextQuery query) {
        List<Group> groups = new ArrayList<>();
        int i = 0;
        while (i < terms.size()) {
            int end = i + 1;
            // A group grows until no alternative reaches over its border.
            List<Covered> alternatives = new ArrayList<>();
            for (int scan = i; scan < end; scan++) {
                for (Expansion expansion : query.expansions()) {
                    if (!startsAt(expansion, terms, scan)) {
                        continue;
                    }
                    int last = lastCovered(expansion, terms, scan);
                    end = Math.max(end, last + 1);
                    alternatives.add(
                            new Covered(scan, last + 1, terms(expansion.text(), query.language()), expansion.weight()));
                }
            }
            groups.add(new Group(i, terms.subList(i, end), alternatives));
            i = end;
        }
        return groups;
    }

    private static boolean startsAt(Expansion expansion, List<AnalyzedTerm> terms, int index) {
        AnalyzedTerm term = terms.get(index);
        boolean inside = term.start() >= expansion.start() && term.end() <= expansion.end();
        boolean first = index == 0 || terms.get(index - 1).start() < expansion.start();
        return inside && first;
    }

    private static int lastCovered(Expansion expansion, List<AnalyzedTerm> terms, int first) {
        int last = first;
        while (last + 1 < terms.size() && terms.get(last + 1).end() <= expansion.end()) {
            last++;
        }
        return last;
    }

    private static Query boosted(Query query, float weight) {
        return weight == 1f ? query : new BoostQuery(query, weight);
    }

    /** An alternative for the terms [from, to) of the query. */
    private record Covered(int from, int to, List<AnalyzedTerm> terms, float weight) {
        boolean replacesOneByOne() {
            return to - from == 1 && terms.size() == 1;
        }
    }

    /** Neighbouring terms with the alternatives that cover them. */
    private record Group(int offset, List<AnalyzedTerm> terms, List<Covered> alternatives) {

        Query toQuery(TextQuery query) {
            List<Query> ways = new ArrayList<>();
            ways.add(own(query));
            for (Covered alternative : alternatives) {
                if (!alternative.replacesOneByOne() && !alternative.terms().isEmpty()) {
                    ways.add(boosted(instead(alternative, query), alternative.weight()));
                }
            }
            return ways.size() == 1 ? ways.get(0) : new DisjunctionMaxQuery(ways, 0f);
        }

        /** The visitor's own words with their one-word alternatives. */
        private Query own(TextQuery query) {
            if (terms.size() == 1) {
                return term(0, query);
            }
            BooleanQuery.Builder all = new BooleanQuery.Builder();
            for (int i = 0; i < terms.size(); i++) {
                all.add(term(i, query), BooleanClause.Occur.SHOULD);
            }
            return all.build();
        }

        private Query term(int index, TextQuery query) {
            List<Query> fields = new ArrayList<>();
            for (Map.Entry<String, Float> field : query.fields().entrySet()) {
                String name = fieldName(field.getKey(), query.language());
                String own = terms.get(index).text();
                Map<String, Float> weights = new LinkedHashMap<>();
                weights.put(own, 1f);
                for (Covered alternative : alternatives) {
                    if (alternative.replacesOneByOne() && alternative.from() == offset + index) {
                        weights.merge(alternative.terms().get(0).text(), alternative.weight(), Math::max);
                    }
                }
                Query inField;
                if (weights.size() == 1) {
                    inField = new TermQuery(new Term(name, own));
                } else {
                    SynonymQuery.Builder synonyms = new SynonymQuery.Builder(name);
                    weights.forEach((text, weight) -> synonyms.addTerm(new Term(name, text), weight));
                    inField = synonyms.build();
                }
                fields.add(boosted(inField, field.getValue()));
            }
            return fields.size() == 1 ? fields.get(0) : new DisjunctionMaxQuery(fields, query.tieBreaker());
        }

        /** An alternative of several words, or for several words. */
        private Query instead(Covered alternative, TextQuery query) {
            List<Query> fields = new ArrayList<>();
            for (Map.Entry<String, Float> field : query.fields().entrySet()) {
                String name = fieldName(field.getKey(), query.language());
                Query inField;
                if (alternative.terms().size() == 1) {
                    inField = new TermQuery(
                            new Term(name, alternative.terms().get(0).text()));
                } else {
                    PhraseQuery.Builder phrase = new PhraseQuery.Builder().setSlop(ALTERNATIVE_SLOP);
                    for (AnalyzedTerm term : alternative.terms()) {
                        phrase.add(new Term(name, term.text()));
                    }
                    inField = phrase.build();
                }
                fields.add(boosted(inField, field.getValue()));
            }
            return fields.size() == 1 ? fields.get(0) : new DisjunctionMaxQuery(fields, query.tieBreaker());
        }
    }
}
