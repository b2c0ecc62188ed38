package dev.lotse.gateway.retrieval.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

/** Scores of given documents under a query, without looking at any other document. */
final class LexicalScores {
    private LexicalScores() {}

    /** Score by document, for those of {@code docs} that match. */
    static Map<Integer, Float> of(IndexSearcher searcher, Query query, int[] docs) throws IOException {
        Map<Integer, Float> scores = HashMap.newHashMap(docs.length);
        if (docs.length == 0) {
            return scores;
        }
        int[] sorted = docs.clone();
        Arrays.sort(sorted);
        Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE, 1f);
        List<LeafReaderContext> leaves = searcher.getLeafContexts();
        int i = 0;
        while (i < sorted.length) {
            LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(sorted[i], leaves));
            int end = leaf.docBase + leaf.reader().maxDoc();
            Scorer scorer = weight.scorer(leaf);
            DocIdSetIterator matches = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
            while (i < sorted.length && sorted[i] < end) {
                int wanted = sorted[i] - leaf.docBase;
                if (matches.docID() < wanted) {
                    matches.advance(wanted);
                }
                if (matches.docID() == wanted && scorer != null) {
                    scores.put(sorted[i], scorer.score());
                }
                i++;
            }
        }
        return scores;
    }
}
