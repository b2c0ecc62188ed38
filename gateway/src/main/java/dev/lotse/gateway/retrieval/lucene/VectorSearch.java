package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.ranking.fusion.ScoredKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.join.DiversifyingChildrenFloatKnnVectorQuery;
import org.apache.lucene.search.join.ToChildBlockJoinQuery;
import org.apache.lucene.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Nearest passages by HNSW, at most one per page. */
final class VectorSearch {
    private VectorSearch() {}

    /**
     * The pages with the nearest passages.
     *
     * @param pages which pages may be found, or null for all
     * @param window at most this many pages
     * @return page documents with the cosine of their nearest passage, falling
     */
    static List<ScoredKey<Integer>> bestPassages(
            IndexSearcher searcher, float[] vector, @Nullable Query pages, int window) throws IOException {
        Query passages = pages == null ? null : new ToChildBlockJoinQuery(pages, IndexFields.PAGES);
        Query nearest = new DiversifyingChildrenFloatKnnVectorQuery(
                IndexFields.VECTOR, vector, passages, window, IndexFields.PAGES);
        List<LeafReaderContext> leaves = searcher.getLeafContexts();
        List<ScoredKey<Integer>> list = new ArrayList<>(window);
        for (ScoreDoc hit : searcher.search(nearest, window).scoreDocs) {
            LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
            BitSet pageBits = IndexFields.PAGES.getBitSet(leaf);
            if (pageBits != null) {
                int page = leaf.docBase + pageBits.nextSetBit(hit.doc - leaf.docBase);
                // Lucene's score of a dot product is (1 + cosine) / 2.
                list.add(new ScoredKey<>(page, 2 * hit.score - 1));
            }
        }
        return list;
    }

    /** Whether any page has a validity date, so that the filter has to be applied. */
    static boolean hasValidity(IndexSearcher searcher) {
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            FieldInfo from = leaf.reader().getFieldInfos().fieldInfo(IndexFields.VALID_FROM);
            FieldInfo until = leaf.reader().getFieldInfos().fieldInfo(IndexFields.VALID_UNTIL);
            if (from != null || until != null) {
                return true;
            }
        }
        return false;
    }
}
