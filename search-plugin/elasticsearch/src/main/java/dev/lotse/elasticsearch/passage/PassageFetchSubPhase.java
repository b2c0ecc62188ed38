package dev.lotse.elasticsearch.passage;

import dev.lotse.ranking.text.TextQuery;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.elasticsearch.search.fetch.FetchContext;
import org.elasticsearch.search.fetch.FetchSubPhase;
import org.elasticsearch.search.fetch.FetchSubPhaseProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Adds the best passage to each hit of a search with {@link PassageExt}. Meaning and words decide together, each scaled to
 * 0…1 over the page's passages; the earlier passage wins a tie. Vectors stay on the node.
 */
public final class PassageFetchSubPhase implements FetchSubPhase {

    @Override
    public @Nullable FetchSubPhaseProcessor getProcessor(FetchContext context) throws IOException {
        if (!(context.getSearchExt(PassageExt.NAME) instanceof PassageExt ext)) {
            return null;
        }
        // A new searcher on the same reader: the context's own one counts for profiles and timeouts of the query phase.
        IndexReaderContext reader = ReaderUtil.getTopLevelContext(
                context.searcher().getIndexReader().getContext());
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setSimilarity(context.searcher().getSimilarity());
        return new PassageProcessor(
                ext.vector(),
                words(ext.texts(), searcher),
                context.bitsetFilterCache().getBitSetProducer(PassageProcessor.PAGES));
    }

    private static @Nullable Weight words(List<TextQuery> texts, IndexSearcher searcher) throws IOException {
        if (texts.isEmpty()) {
            return null;
        }
        List<Query> languages = new ArrayList<>();
        texts.forEach(text -> languages.add(TextQueryBuilder.build(text)));
        Query query = new DisjunctionMaxQuery(languages, 0f);
        return searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE, 1f);
    }
}
