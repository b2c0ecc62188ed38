package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.Highlights;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.Passage;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** Turns page documents into hits: stored head, the passage that matches best, and where the words stand in it. */
final class HitReader {
    private final IndexSearcher searcher;
    private final RetrievalRequest request;
    private final float @Nullable [] vector;
    private final List<TextQuery> passageTexts;

    HitReader(IndexSearcher searcher, RetrievalRequest request, float @Nullable [] vector) {
        this.searcher = searcher;
        this.request = request;
        this.vector = vector;
        this.passageTexts = request.texts().stream()
                .map(text -> new TextQuery(
                        text.text(),
                        text.language(),
                        Map.of(IndexFields.PASSAGE_TEXT, 1f),
                        text.expansions(),
                        0,
                        0,
                        text.proximity()))
                .toList();
    }

    record Hit(int doc, Page page, double score, Passage passage, List<PageHit.Span> highlights) {}

    List<Hit> read(List<PageSearch.Ranked> ranked) throws IOException {
        List<PageDocs> blocks = PageDocs.of(
                searcher, ranked.stream().mapToInt(PageSearch.Ranked::doc).toArray());
        int[] passages = blocks.stream()
                .flatMapToInt(block -> IntStream.range(block.first(), block.page()))
                .toArray();
        Map<Integer, Float> lexical = passageTexts.isEmpty()
                ? Map.of()
                : LexicalScores.of(searcher, new DisjunctionMaxQuery(passageQueries(), 0f), passages);
        List<Hit> hits = new ArrayList<>(ranked.size());
        for (int i = 0; i < ranked.size(); i++) {
            PageDocs block = blocks.get(i);
            LeafReaderContext leaf = block.leaf();
            Page page = StoredPage.head(leaf, block.page() - leaf.docBase).toPage(List.of(), List.of());
            Passage passage = StoredPage.passage(leaf, best(block, lexical) - leaf.docBase);
            List<PageHit.Span> highlights =
                    Highlights.of(passage.text(), TextLanguage.of(page.lang()), request.texts());
            hits.add(new Hit(block.page(), page, ranked.get(i).score(), passage, highlights));
        }
        return hits;
    }

    private List<Query> passageQueries() {
        return passageTexts.stream().map(TextQueryBuilder::build).toList();
    }

    /** Meaning and words decide together, each scaled to 0…1 over the page's passages; the earlier passage wins a tie. */
    private int best(PageDocs block, Map<Integer, Float> lexical) throws IOException {
        int count = block.page() - block.first();
        if (count == 1) {
            return block.first();
        }
        double[] meaning = cosines(block);
        double[] word = new double[count];
        for (int i = 0; i < count; i++) {
            word[i] = lexical.getOrDefault(block.first() + i, 0f);
        }
        scale(meaning);
        scale(word);
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (meaning[i] + word[i] > meaning[best] + word[best]) {
                best = i;
            }
        }
        return block.first() + best;
    }

    private double[] cosines(PageDocs block) throws IOException {
        double[] cosines = new double[block.page() - block.first()];
        if (vector == null) {
            return cosines;
        }
        FloatVectorValues vectors = block.leaf().reader().getFloatVectorValues(IndexFields.VECTOR);
        if (vectors == null) {
            return cosines;
        }
        KnnVectorValues.DocIndexIterator iterator = vectors.iterator();
        for (int i = 0; i < cosines.length; i++) {
            int doc = block.first() + i - block.leaf().docBase;
            if (iterator.advance(doc) == doc) {
                cosines[i] = VectorUtil.dotProduct(vector, vectors.vectorValue(iterator.index()));
            }
        }
        return cosines;
    }

    private static void scale(double[] values) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = max > min ? (values[i] - min) / (max - min) : 0;
        }
    }
}
