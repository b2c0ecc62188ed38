package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.CandidateRanker;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.Meaning;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.gateway.retrieval.RetrievalResult;
import dev.lotse.gateway.retrieval.RetrievalResult.Reranking;
import dev.lotse.gateway.retrieval.ScoreParts;
import dev.lotse.ranking.fusion.Fusion;
import dev.lotse.ranking.fusion.FusionMethod;
import dev.lotse.ranking.fusion.FusionSpec;
import dev.lotse.ranking.fusion.RankedList;
import dev.lotse.ranking.fusion.ScoredKey;
import dev.lotse.ranking.late.QueryTokens;
import dev.lotse.ranking.rerank.Candidates;
import dev.lotse.ranking.rerank.Feature;
import dev.lotse.ranking.text.TextQuery;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One search in one generation.
 *
 * <p>The lexical list and the dense list, each cut to the fusion window, are fused; that order comes first. Behind it
 * follow the pages that only the words find, in lexical order. The window does not depend on the page asked for, so that
 * going deeper never changes, repeats or skips what was shown before.
 */
final class PageSearch {
    /** Matches are counted exactly up to here. */
    private static final int COUNT_EXACTLY = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(PageSearch.class);

    private final Generation generation;
    private final IndexSearcher searcher;
    private final RetrievalRequest request;
    private final Query pages;
    private final @Nullable Query words;

    PageSearch(Generation generation, RetrievalRequest request, Deadline deadline) {
        this.generation = generation;
        this.searcher = generation.newSearcher();
        this.request = request;
        searcher.setTimeout(deadline::expired);
        pages = FilterQueries.pages(request.filter(), request.at());
        words = request.texts().isEmpty() ? null : words(request.texts());
    }

    RetrievalResult run() throws IOException {
        FusionSpec fusion = request.fusion();
        TopDocs lexical = words == null ? null : lexical(words, fusion.window());
        List<ScoredKey<Integer>> lexicalList = lexical == null ? List.of() : scored(lexical);
        // The words have been looked up while the vector may still have been on its way.
        Meaning meaning = request.meaning().get();
        float[] vector = fitting(meaning.vector());
        List<ScoredKey<Integer>> denseList = vector == null ? List.of() : dense(vector);

        List<Ranked> asFused = fuse(lexicalList, vector == null ? null : denseList);
        Reordered reordered = reorder(asFused, meaning, lexicalList, denseList);
        List<Ranked> fused = reordered.pages();
        Set<Integer> denseOnly = denseOnly(denseList, lexical);
        long total = (lexical == null ? 0 : lexical.totalHits.value()) + denseOnly.size();
        List<Ranked> slice = slice(fused);
        failIfLate();

        HitReader reader = new HitReader(searcher, request, vector);
        List<PageHit> hits = new ArrayList<>(slice.size());
        for (HitReader.Hit hit : reader.read(slice)) {
            ScoreParts parts = request.explain() ? parts(hit.doc(), lexicalList, denseList, reordered) : null;
            hits.add(new PageHit(hit.page(), hit.score(), hit.passage(), hit.highlights(), parts));
        }
        return new RetrievalResult(
                hits,
                total,
                FacetCounts.of(searcher, request.facets(), filtered(words), denseOnly),
                reordered.outcome(),
                generation.version());
    }

    /** A page with its final score. */
    record Ranked(int doc, double score) {}

    /**
     * The fused list after the request's ranker.
     *
     * @param parts what the ranker saw and said, by page document; empty unless it is to be explained
     */
    private record Reordered(List<Ranked> pages, Reranking outcome, Map<Integer, ScoreParts.Rerank> parts) {}

    private Reordered reorder(
            List<Ranked> fused, Meaning meaning, List<ScoredKey<Integer>> lexical, List<ScoredKey<Integer>> dense) {
        CandidateRanker ranker = meaning.ranker();
        if (ranker == null) {
            return new Reordered(fused, new Reranking.None(), Map.of());
        }
        if (fused.size() < 2) {
            return new Reordered(fused, new Reranking.Needless(), Map.of());
        }
        QueryTokens query = ranker.tokens();
        TokenStore tokens = generation.tokens();
        if (query != null && tokens == null) {
            return new Reordered(fused, new Reranking.Failed(generation.tokensProblem()), Map.of());
        }
        if (query != null && tokens != null && !tokens.space().equals(query.space())) {
            return new Reordered(
                    fused,
                    new Reranking.Failed(
                            "the index has token vectors of " + tokens.space() + ", the query of " + query.space()),
                    Map.of());
        }
        List<Ranked> head = fused.subList(0, Math.min(ranker.depth(), fused.size()));
        try {
            Candidates candidates = new CandidateReader(searcher, request, meaning.vector(), ranker, tokens)
                    .read(head, lexical, dense, words);
            float[] scores = ranker.score(candidates);
            return scores == null
                    ? new Reordered(fused, new Reranking.Failed("the reranker gave no scores"), Map.of())
                    : apply(fused, head.size(), scores, candidates);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("features of candidates cannot be read: {}", e.toString());
            return new Reordered(fused, new Reranking.Failed(String.valueOf(e.getMessage())), Map.of());
        }
    }

    /** The ranker decides who stands where; the scores stay those of the ranks, so that they go on falling behind them. */
    private Reordered apply(List<Ranked> fused, int count, float[] scores, Candidates candidates) {
        List<Integer> order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .toList();
        List<Ranked> pages = new ArrayList<>(fused.size());
        Map<Integer, ScoreParts.Rerank> parts = new HashMap<>();
        for (int rank = 0; rank < count; rank++) {
            int from = order.get(rank);
            Ranked page = fused.get(from);
            pages.add(new Ranked(page.doc(), fused.get(rank).score()));
            if (request.explain()) {
                Map<String, Float> features = new HashMap<>();
                List<Float> row = candidates.row(from);
                for (int column = 0; column < row.size(); column++) {
                    features.put(Feature.columns().get(column), row.get(column));
                }
                parts.put(page.doc(), new ScoreParts.Rerank(from + 1, page.score(), scores[from], features));
            }
        }
        pages.addAll(fused.subList(count, fused.size()));
        return new Reordered(pages, new Reranking.Done(count), parts);
    }

    private static Query words(List<TextQuery> texts) {
        List<Query> languages = texts.stream().map(TextQueryBuilder::build).toList();
        return languages.size() == 1 ? languages.getFirst() : new DisjunctionMaxQuery(languages, 0f);
    }

    private @Nullable Query filtered(@Nullable Query query) {
        return query == null
                ? null
                : new BooleanQuery.Builder()
                        .add(query, Occur.MUST)
                        .add(pages, Occur.FILTER)
                        .build();
    }

    private TopDocs lexical(Query query, int size) throws IOException {
        Query all = new BooleanQuery.Builder()
                .add(query, Occur.MUST)
                .add(pages, Occur.FILTER)
                .build();
        return searcher.search(all, new TopScoreDocCollectorManager(size, COUNT_EXACTLY));
    }

    private List<ScoredKey<Integer>> dense(float[] vector) throws IOException {
        boolean everyPage = request.filter() instanceof Filter.All && !VectorSearch.hasValidity(searcher);
        return VectorSearch.bestPassages(
                searcher, vector, everyPage ? null : pages, request.fusion().window());
    }

    /** @param dense null where there is no vector */
    private List<Ranked> fuse(List<ScoredKey<Integer>> lexical, @Nullable List<ScoredKey<Integer>> dense) {
        FusionSpec spec = request.fusion();
        Map<Integer, Double> scores;
        if (words == null || dense == null) {
            scores = new HashMap<>();
            (dense == null ? lexical : dense).forEach(entry -> scores.put(entry.key(), (double) entry.score()));
        } else {
            List<RankedList<Integer>> lists = List.of(
                    new RankedList<>(spec.lexicalWeight(), 0, lexical),
                    new RankedList<>(spec.denseWeight(), -1, dense));
            scores = spec.method() == FusionMethod.CONVEX
                    ? Fusion.convex(lists, Fusion.Normalisation.MIN_MAX)
                    : Fusion.reciprocalRank(lists, spec.rankConstant());
        }
        return scores.entrySet().stream()
                .map(entry -> new Ranked(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(Ranked::score).reversed().thenComparingInt(Ranked::doc))
                .toList();
    }

    private Set<Integer> denseOnly(List<ScoredKey<Integer>> dense, @Nullable TopDocs lexical) throws IOException {
        Set<Integer> only = dense.stream().map(ScoredKey::key).collect(Collectors.toSet());
        if (lexical == null) {
            return only;
        }
        for (ScoreDoc doc : lexical.scoreDocs) {
            only.remove(doc.doc);
        }
        boolean listedAll = lexical.totalHits.value() == lexical.scoreDocs.length;
        if (words != null && !listedAll) {
            int[] unlisted = only.stream().mapToInt(Integer::intValue).toArray();
            only.removeAll(LexicalScores.matching(searcher, words, unlisted));
        }
        return only;
    }

    private float @Nullable [] fitting(float @Nullable [] vector) {
        int dimension = generation.info().dimension();
        if (vector != null && vector.length != dimension) {
            throw new EngineException("the query vector has " + vector.length + " dimensions, the index has "
                    + dimension + " (" + generation.info().encoder() + ")");
        }
        return vector;
    }

    private List<Ranked> slice(List<Ranked> fused) throws IOException {
        int end = request.offset() + request.size();
        List<Ranked> slice =
                new ArrayList<>(fused.subList(Math.min(request.offset(), fused.size()), Math.min(end, fused.size())));
        if (end <= fused.size() || words == null || request.size() == 0) {
            return slice;
        }
        Set<Integer> shown = fused.stream().map(Ranked::doc).collect(Collectors.toSet());
        // Every fused page may stand among the lexical ones, so that many more have to be looked at.
        int rank = fused.size();
        for (ScoreDoc next : lexical(words, end + fused.size()).scoreDocs) {
            if (shown.contains(next.doc)) {
                continue;
            }
            if (rank >= request.offset() && rank < end) {
                // Below everything fused, and falling.
                slice.add(new Ranked(next.doc, -1.0 / (1 + next.score)));
            }
            rank++;
        }
        return slice;
    }

    private ScoreParts parts(
            int doc, List<ScoredKey<Integer>> lexical, List<ScoredKey<Integer>> dense, Reordered reordered)
            throws IOException {
        Integer lexicalRank = rank(lexical, doc);
        Integer denseRank = rank(dense, doc);
        return new ScoreParts(
                lexicalRank,
                lexicalRank == null ? null : lexical.get(lexicalRank - 1).score(),
                denseRank,
                denseRank == null ? null : dense.get(denseRank - 1).score(),
                words == null ? null : searcher.explain(words, doc).toString(),
                reordered.parts().get(doc));
    }

    private static @Nullable Integer rank(List<ScoredKey<Integer>> list, int doc) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).key() == doc) {
                return i + 1;
            }
        }
        return null;
    }

    private static List<ScoredKey<Integer>> scored(TopDocs docs) {
        List<ScoredKey<Integer>> list = new ArrayList<>(docs.scoreDocs.length);
        for (ScoreDoc doc : docs.scoreDocs) {
            list.add(new ScoredKey<>(doc.doc, doc.score));
        }
        return list;
    }

    private void failIfLate() {
        if (searcher.timedOut()) {
            throw new EngineException("the embedded engine could not answer before the deadline");
        }
    }
}
