package dev.lotse.gateway.train;

import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.ranking.rerank.Feature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Queries from a site itself: the texts of links to a page, its headings, its title. What a query was taken from is masked,
 * together with everything else that contains the same words by construction.
 */
public final class SiteQueries {
    private static final int MIN_LENGTH = 4;
    private static final int MAX_LENGTH = 80;
    private static final int MAX_PER_PAGE = 3;

    /** A text that this many pages share says little about each of them. */
    private static final int MAX_PAGES = 3;

    private SiteQueries() {}

    /**
     * The queries of a site.
     *
     * @param most at most this many
     * @param seed of the choice
     */
    public static List<TrainingQuery> of(SearchEngine engine, String site, int most, long seed) {
        Map<String, Map<String, Source>> texts = new LinkedHashMap<>();
        Map<String, String> languages = new HashMap<>();
        Map<String, String> spelling = new HashMap<>();
        List<PageDocument> documents = new ArrayList<>();
        engine.forEachPage(site, documents::add);
        for (PageDocument document : documents) {
            Page page = document.page();
            languages.put(page.objectId(), page.lang());
            Set<String> own = new HashSet<>();
            for (String text : new HashSet<>(document.inboundTexts())) {
                add(texts, spelling, own, page, text, Source.LINK);
            }
            for (Page.Section section : page.sections()) {
                if (!section.headings().isEmpty()) {
                    add(texts, spelling, own, page, section.headings().getLast(), Source.HEADING);
                }
            }
            own.clear();
            add(texts, spelling, own, page, page.title(), Source.TITLE);
        }
        List<TrainingQuery> queries = new ArrayList<>();
        texts.forEach((key, pages) -> {
            int slash = key.indexOf('/');
            Source source = Source.valueOf(key.substring(0, slash));
            if (pages.size() <= MAX_PAGES) {
                Map<String, Integer> grades = new HashMap<>();
                pages.keySet().forEach(page -> grades.put(page, 1));
                String first = pages.keySet().iterator().next();
                queries.add(new TrainingQuery(
                        spelling.getOrDefault(key, key.substring(slash + 1)),
                        languages.getOrDefault(first, "und"),
                        grades,
                        source.name().toLowerCase(Locale.ROOT),
                        source.masked(),
                        source.weight()));
            }
        });
        Collections.shuffle(queries, new Random(seed));
        return queries.subList(0, Math.min(most, queries.size()));
    }

    private enum Source {
        /** Words of somebody else about the page: only the field of link texts gives them away. */
        LINK,
        /** Headings are part of passages, so that their vectors and words are masked too. */
        HEADING,
        /** Titles are part of passages and often of URLs. */
        TITLE;

        float weight() {
            return this == LINK ? 1f : 0.5f;
        }

        Set<Feature> masked() {
            Set<Feature> masked = EnumSet.of(
                    Feature.FUSED, Feature.FUSED_RANK, Feature.LEXICAL, Feature.LEXICAL_RANK, Feature.DENSE_RANK);
            switch (this) {
                case LINK -> masked.addAll(List.of(Feature.BM25_LINKS, Feature.INBOUND_LINKS));
                case HEADING ->
                    masked.addAll(List.of(
                            Feature.BM25_HEADINGS,
                            Feature.COVER_HEADINGS,
                            Feature.COVER_ANY,
                            Feature.HEADING_BEST,
                            Feature.TEXT_PAIRS,
                            Feature.COMPOUND_HEADINGS,
                            Feature.BM25_PASSAGE,
                            Feature.LATE_MEAN,
                            Feature.LATE_MINIMUM,
                            Feature.LATE_WEIGHTED,
                            Feature.DENSE));
                case TITLE ->
                    masked.addAll(List.of(
                            Feature.BM25_TITLE,
                            Feature.BM25_URL,
                            Feature.BM25_PASSAGE,
                            Feature.COVER_TITLE,
                            Feature.COVER_ANY,
                            Feature.TITLE_PRECISION,
                            Feature.TITLE_EXACT,
                            Feature.TITLE_PAIRS,
                            Feature.COMPOUND_TITLE,
                            Feature.LATE_MEAN,
                            Feature.LATE_MINIMUM,
                            Feature.LATE_WEIGHTED,
                            Feature.LATE_TITLE,
                            Feature.LATE_TITLE_COVERED,
                            Feature.DENSE,
                            Feature.DENSE_PAGE,
                            Feature.DENSE_LEAD));
            }
            return masked;
        }
    }

    private static void add(
            Map<String, Map<String, Source>> texts,
            Map<String, String> spelling,
            Set<String> own,
            Page page,
            String text,
            Source source) {
        String plain = text.strip().replaceAll("\\s+", " ");
        String folded = plain.toLowerCase(Locale.ROOT);
        boolean fits = plain.length() >= MIN_LENGTH && plain.length() <= MAX_LENGTH;
        if (!fits || own.size() >= MAX_PER_PAGE || !own.add(folded)) {
            return;
        }
        String key = source + "/" + folded;
        spelling.putIfAbsent(key, plain);
        texts.computeIfAbsent(key, k -> new LinkedHashMap<>()).put(page.objectId(), source);
    }
}
