package dev.lotse.gateway.retrieval.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BitSet;

/** The documents of a page by their numbers in the whole index: passages [first, page), then the page itself. */
record PageDocs(LeafReaderContext leaf, int first, int page) {

    /** The blocks of page documents, in the order given. */
    static List<PageDocs> of(IndexSearcher searcher, int[] pages) throws IOException {
        List<LeafReaderContext> leaves = searcher.getLeafContexts();
        List<PageDocs> blocks = new ArrayList<>(pages.length);
        for (int page : pages) {
            LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(page, leaves));
            BitSet bits = IndexFields.PAGES.getBitSet(leaf);
            int local = page - leaf.docBase;
            int before = local == 0 || bits == null ? -1 : bits.prevSetBit(local - 1);
            blocks.add(new PageDocs(leaf, leaf.docBase + before + 1, page));
        }
        return blocks;
    }
}
