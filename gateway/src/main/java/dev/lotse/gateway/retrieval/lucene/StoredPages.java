package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.PageHead;
import dev.lotse.gateway.retrieval.Passage;
import dev.lotse.ranking.late.TokenCodes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** Reads whole pages back out of an index. */
final class StoredPages {
    private StoredPages() {}

    /** Where a page's documents stand in their segment: passages [first, page), then the page. */
    record Block(LeafReaderContext leaf, int first, int page) {}

    /** Called with each page. */
    interface Visitor {
        void page(PageHead head, StoredPage.Content content, Block block) throws IOException;
    }

    static void forEach(IndexSearcher searcher, Visitor visitor) throws IOException {
        forEach(searcher, FilterQueries.PAGES_ONLY, visitor);
    }

    /** The pages that the query over page documents finds. */
    static void forEach(IndexSearcher searcher, Query query, Visitor visitor) throws IOException {
        Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1f);
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            Scorer scorer = weight.scorer(leaf);
            BitSet pages = IndexFields.PAGES.getBitSet(leaf);
            if (scorer == null || pages == null) {
                continue;
            }
            Bits live = leaf.reader().getLiveDocs();
            StoredFields stored = leaf.reader().storedFields();
            DocIdSetIterator docs = scorer.iterator();
            for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
                if (live == null || live.get(doc)) {
                    visitor.page(
                            StoredPage.head(leaf, doc),
                            StoredPage.content(stored, doc),
                            new Block(leaf, doc == 0 ? 0 : pages.prevSetBit(doc - 1) + 1, doc));
                }
            }
        }
    }

    /**
     * The page with its passages and vectors.
     *
     * @param tokens token vectors of the generation, or null where there are none
     */
    static PageDocument document(
            PageHead head, StoredPage.Content content, Block block, TokenStore.@Nullable Reader tokens)
            throws IOException {
        FloatVectorValues vectors = block.leaf().reader().getFloatVectorValues(IndexFields.VECTOR);
        if (vectors == null) {
            throw new EngineException("the index lacks the vectors of page '" + head.id() + "'");
        }
        KnnVectorValues.DocIndexIterator iterator = vectors.iterator();
        List<Passage> passages = new ArrayList<>();
        List<float[]> passageVectors = new ArrayList<>();
        for (int doc = block.first(); doc < block.page(); doc++) {
            passages.add(StoredPage.passage(block.leaf(), doc));
            iterator.advance(doc);
            passageVectors.add(vectors.vectorValue(iterator.index()).clone());
        }
        return new PageDocument(
                head.toPage(content.sections(), content.links()),
                passages,
                passageVectors,
                content.inboundTexts(),
                tokens == null ? List.of() : tokenCodes(passages, tokens));
    }

    /** All or none: a page that lacks some is encoded again. */
    private static List<TokenCodes> tokenCodes(List<Passage> passages, TokenStore.Reader tokens) throws IOException {
        List<TokenCodes> all = new ArrayList<>(passages.size());
        for (Passage passage : passages) {
            TokenCodes codes = tokens.get(TokenStore.key(passage.hash()));
            if (codes == null) {
                return List.of();
            }
            all.add(codes);
        }
        return all;
    }
}
