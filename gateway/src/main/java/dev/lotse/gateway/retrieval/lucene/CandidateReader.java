package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.CandidateRanker;
import dev.lotse.gateway.retrieval.PageField;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.ranking.fusion.ScoredKey;
import dev.lotse.ranking.late.MaxSim;
import dev.lotse.ranking.late.QueryTokens;
import dev.lotse.ranking.late.TokenCodes;
import dev.lotse.ranking.rerank.Candidates;
import dev.lotse.ranking.rerank.Feature;
import dev.lotse.ranking.rerank.PageTerms;
import dev.lotse.ranking.rerank.QueryTerms;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** Computes the features of the best candidates of one search. */
final class CandidateReader {
    /** Passages of a page whose token vectors are compared: the nearest ones decide, and time stays bounded. */
    private static final int LATE_PASSAGES = 3;

    private static final Map<PageField, Feature> FIELDS = new EnumMap<>(Map.of(
            PageField.TITLE, Feature.BM25_TITLE,
            PageField.HEADINGS, Feature.BM25_HEADINGS,
            PageField.BODY, Feature.BM25_BODY,
            PageField.URL, Feature.BM25_URL,
            PageField.LINKS, Feature.BM25_LINKS));

    private final IndexSearcher searcher;
    private final RetrievalRequest request;
    private final float @Nullable [] vector;
    private final CandidateRanker ranker;
    private final @Nullable TokenStore tokens;
    private final Map<TextLanguage, QueryTerms> terms = new HashMap<>();

    /**
     * @param vector the query's vector, or null
     * @param tokens the generation's token vectors, or null to leave their features out
     */
    CandidateReader(
            IndexSearcher searcher,
            RetrievalRequest request,
            float @Nullable [] vector,
            CandidateRanker ranker,
            @Nullable TokenStore tokens) {
        this.searcher = searcher;
        this.request = request;
        this.vector = vector;
        this.ranker = ranker;
        this.tokens = tokens;
    }

    Candidates read(
            List<PageSearch.Ranked> ranked,
            List<ScoredKey<Integer>> lexical,
            List<ScoredKey<Integer>> dense,
            @Nullable Query words)
            throws IOException {
        Candidates candidates = new Candidates(ranked.size());
        int[] docs = ranked.stream().mapToInt(PageSearch.Ranked::doc).toArray();
        List<PageDocs> blocks = PageDocs.of(searcher, docs);
        Map<Integer, Integer> lexicalRanks = ranks(lexical);
        Map<Integer, Integer> denseRanks = ranks(dense);
        int queryTerms = request.texts().isEmpty()
                ? 0
                : terms(request.texts().getFirst()).count();
        QueryTokens queryTokens = ranker.tokens();
        for (int i = 0; i < docs.length; i++) {
            candidates.set(i, Feature.FUSED, ranked.get(i).score());
            candidates.set(i, Feature.FUSED_RANK, 1.0 / (1 + i));
            candidates.set(i, Feature.LEXICAL_RANK, reciprocal(lexicalRanks.get(docs[i])));
            candidates.set(i, Feature.DENSE_RANK, reciprocal(denseRanks.get(docs[i])));
            candidates.set(i, Feature.QUERY_TERMS, Math.log1p(queryTerms));
            candidates.set(i, Feature.QUERY_TOKENS, Math.log1p(queryTokens == null ? 0 : queryTokens.count()));
            describePage(blocks.get(i), candidates, i);
        }
        lexical(docs, blocks, words, candidates);
        meaning(blocks, queryTokens, candidates);
        return candidates;
    }

    private static Map<Integer, Integer> ranks(List<ScoredKey<Integer>> list) {
        Map<Integer, Integer> ranks = HashMap.newHashMap(list.size());
        for (int i = 0; i < list.size(); i++) {
            ranks.put(list.get(i).key(), i);
        }
        return ranks;
    }

    private static double reciprocal(@Nullable Integer rank) {
        return rank == null ? 0 : 1.0 / (1 + rank);
    }

    private void describePage(PageDocs page, Candidates candidates, int i) throws IOException {
        int doc = page.page() - page.leaf().docBase;
        BinaryDocValues stored = page.leaf().reader().getBinaryDocValues(IndexFields.PAGE_TERMS);
        if (stored != null && stored.advanceExact(doc) && !request.texts().isEmpty()) {
            BytesRef bytes = stored.binaryValue();
            PageTerms pageTerms = PageTerms.read(bytes.bytes, bytes.offset, bytes.length);
            terms(textFor(pageTerms.language())).describe(pageTerms, candidates, i);
        }
        SortedNumericDocValues updated = DocValues.getSortedNumeric(page.leaf().reader(), IndexFields.UPDATED);
        if (updated.advanceExact(doc)) {
            Duration age = Duration.between(Instant.ofEpochMilli(updated.nextValue()), request.at());
            candidates.set(i, Feature.FRESHNESS, 1 / (1 + Math.max(0, age.toDays()) / 365.0));
            candidates.set(i, Feature.HAS_DATE, 1);
        }
    }

    private TextQuery textFor(TextLanguage language) {
        return request.texts().stream()
                .filter(text -> text.language() == language)
                .findFirst()
                .orElse(request.texts().getFirst());
    }

    private QueryTerms terms(TextQuery text) {
        return terms.computeIfAbsent(text.language(), language -> QueryTerms.of(text, term -> rarity(term, language)));
    }

    private double rarity(String term, TextLanguage language) {
        try {
            String field = TextQueryBuilder.fieldName(PageField.BODY.fieldName(), language);
            double pages = Math.max(1, searcher.getIndexReader().getDocCount(field));
            double with = searcher.getIndexReader().docFreq(new Term(field, term));
            return Math.log1p((pages - with + 0.5) / (with + 0.5));
        } catch (IOException e) {
            return 1;
        }
    }

    private void lexical(int[] docs, List<PageDocs> blocks, @Nullable Query words, Candidates candidates)
            throws IOException {
        if (words == null) {
            return;
        }
        set(candidates, docs, Feature.LEXICAL, LexicalScores.of(searcher, words, docs));
        Set<String> searched = request.texts().getFirst().fields().keySet();
        for (Map.Entry<PageField, Feature> field : FIELDS.entrySet()) {
            String name = field.getKey().fieldName();
            if (searched.contains(name)) {
                set(candidates, docs, field.getValue(), LexicalScores.of(searcher, inField(name), docs));
            }
        }
        int[] passages = blocks.stream()
                .flatMapToInt(block -> IntStream.range(block.first(), block.page()))
                .toArray();
        Map<Integer, Float> scores = LexicalScores.of(searcher, inField(IndexFields.PASSAGE_TEXT), passages);
        for (int i = 0; i < docs.length; i++) {
            double best = 0;
            for (int doc = blocks.get(i).first(); doc < blocks.get(i).page(); doc++) {
                best = Math.max(best, scores.getOrDefault(doc, 0f));
            }
            candidates.set(i, Feature.BM25_PASSAGE, best);
            candidates.set(i, Feature.HAS_LEXICAL, 1);
        }
    }

    private static void set(Candidates candidates, int[] docs, Feature feature, Map<Integer, Float> scores) {
        for (int i = 0; i < docs.length; i++) {
            candidates.set(i, feature, scores.getOrDefault(docs[i], 0f));
        }
    }

    private Query inField(String field) {
        List<Query> languages = request.texts().stream()
                .map(text -> TextQueryBuilder.build(new TextQuery(
                        text.text(), text.language(), Map.of(field, 1f), text.expansions(), text.tieBreaker(), 0, 0)))
                .toList();
        return languages.size() == 1 ? languages.getFirst() : new DisjunctionMaxQuery(languages, 0f);
    }

    private record Near(int doc, double cosine) {}

    private void meaning(List<PageDocs> blocks, @Nullable QueryTokens queryTokens, Candidates candidates)
            throws IOException {
        float[] query = vector;
        if (query == null) {
            return;
        }
        TokenStore store = tokens;
        TokenStore.Reader stored = store == null || queryTokens == null ? null : store.reader();
        MaxSim late = queryTokens == null ? null : new MaxSim(queryTokens);
        float[] rarity = queryTokens == null ? new float[0] : rarity(store, queryTokens);
        for (int i = 0; i < blocks.size(); i++) {
            PageDocs block = blocks.get(i);
            FloatVectorValues vectors = block.leaf().reader().getFloatVectorValues(IndexFields.VECTOR);
            if (vectors == null) {
                continue;
            }
            KnnVectorValues.DocIndexIterator iterator = vectors.iterator();
            PriorityQueue<Near> nearest = new PriorityQueue<>((a, b) -> Double.compare(a.cosine(), b.cosine()));
            double sum = 0;
            double best = -1;
            for (int doc = block.first(); doc < block.page(); doc++) {
                int local = doc - block.leaf().docBase;
                if (iterator.advance(local) != local) {
                    continue;
                }
                double cosine = VectorUtil.dotProduct(query, vectors.vectorValue(iterator.index()));
                sum += cosine;
                best = Math.max(best, cosine);
                nearest.add(new Near(local, cosine));
                if (nearest.size() > LATE_PASSAGES) {
                    nearest.remove();
                }
                if (doc == block.first()) {
                    candidates.set(i, Feature.DENSE_LEAD, cosine);
                }
            }
            candidates.set(i, Feature.DENSE, best);
            candidates.set(i, Feature.DENSE_PAGE, sum / Math.max(1, block.page() - block.first()));
            candidates.set(i, Feature.HAS_DENSE, 1);
            if (stored != null && late != null) {
                interact(block, nearest, stored, late, rarity, candidates, i);
            }
        }
    }

    private static void interact(
            PageDocs block,
            PriorityQueue<Near> nearest,
            TokenStore.Reader stored,
            MaxSim late,
            float[] rarity,
            Candidates candidates,
            int i)
            throws IOException {
        late.reset();
        NumericDocValues keys = block.leaf().reader().getNumericDocValues(IndexFields.TOKENS_KEY);
        if (keys == null) {
            return;
        }
        for (int local : nearest.stream().mapToInt(Near::doc).sorted().toArray()) {
            TokenCodes codes = keys.advanceExact(local) ? stored.get(keys.longValue()) : null;
            if (codes != null) {
                late.add(codes);
            }
        }
        if (late.any()) {
            candidates.set(i, Feature.LATE_MEAN, late.mean());
            candidates.set(i, Feature.LATE_MINIMUM, late.minimum());
            candidates.set(i, Feature.LATE_WEIGHTED, late.weightedMean(rarity));
            candidates.set(i, Feature.LATE_TITLE, late.titleMean());
            candidates.set(i, Feature.LATE_TITLE_COVERED, late.titleCovered());
            candidates.set(i, Feature.HAS_LATE, 1);
        }
    }

    private static float[] rarity(@Nullable TokenStore store, QueryTokens query) {
        float[] rarity = new float[query.count()];
        for (int i = 0; i < rarity.length; i++) {
            rarity[i] = store == null ? 1 : store.rarity(query.ids()[i]);
        }
        return rarity;
    }
}
