package dev.lotse.gateway.retrieval.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;

/** What a query says of given documents, without looking at any other document. */
final class LexicalScores {
    private LexicalScores() {}

    /** Score by document, for those of {@code docs} that match. */
    static Map<Integer, Float> of(IndexSearcher searcher, Query query, int[] docs) throws IOException {
        Map<Integer, Float> scores = HashMap.newHashMap(docs.length);
        visit(searcher, query, docs, ScoreMode.COMPLETE, (doc, scorer) -> scores.put(doc, scorer.score()));
        return scores;
    }

    /** Those of {@code docs} that match. */
    static Set<Integer> matching(IndexSearcher searcher, Query query, int[] docs) throws IOException {
        Set<Integer> matching = HashSet.newHashSet(docs.length);
        visit(searcher, query, docs, ScoreMode.COMPLETE_NO_SCORES, (doc, scorer) -> matching.add(doc));
        return matching;
    }

    private interface Match {
        void at(int doc, Scorer scorer) throws IOException;
    }

    private static void visit(IndexSearcher searcher, Query query, int[] docs, ScoreMode mode, Match match)
            throws IOException {
        if (docs.length == 0) {
            return;
        }
        int[] sorted = docs.clone();
        Arrays.sort(sorted);
        Weight weight = searcher.createWeight(searcher.rewrite(query), mode, 1f);
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
                    match.at(sorted[i], scorer);
                }
                i++;
            }
        }
    }
}
