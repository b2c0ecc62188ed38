package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.FilterField;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/** Counts of field values over all pages that match. */
final class FacetCounts {
    /** More values than a visitor can use are cut, the most frequent stay. */
    private static final int MAX_VALUES = 100;

    private FacetCounts() {}

    /**
     * Counts values.
     *
     * @param words the pages found by words, or null
     * @param others page documents found in another way
     * @return by field, values by falling count
     */
    static Map<FilterField, Map<String, Long>> of(
            IndexSearcher searcher, Set<FilterField> fields, @Nullable Query words, Collection<Integer> others)
            throws IOException {
        Map<FilterField, Map<String, Long>> counts = new EnumMap<>(FilterField.class);
        if (fields.isEmpty()) {
            return counts;
        }
        fields.forEach(field -> counts.put(field, new LinkedHashMap<>()));
        Weight weight =
                words == null ? null : searcher.createWeight(searcher.rewrite(words), ScoreMode.COMPLETE_NO_SCORES, 1f);
        for (LeafReaderContext leaf : searcher.getLeafContexts()) {
            FixedBitSet pages = matches(leaf, weight, others);
            for (FilterField field : fields) {
                count(leaf, field, pages, counts.getOrDefault(field, Map.of()));
            }
        }
        counts.replaceAll((field, values) -> mostFrequent(values));
        return counts;
    }

    private static FixedBitSet matches(LeafReaderContext leaf, @Nullable Weight weight, Collection<Integer> others)
            throws IOException {
        FixedBitSet bits = new FixedBitSet(leaf.reader().maxDoc());
        Scorer scorer = weight == null ? null : weight.scorer(leaf);
        if (scorer != null) {
            DocIdSetIterator docs = scorer.iterator();
            Bits live = leaf.reader().getLiveDocs();
            for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
                if (live == null || live.get(doc)) {
                    bits.set(doc);
                }
            }
        }
        for (int doc : others) {
            int local = doc - leaf.docBase;
            if (local >= 0 && local < leaf.reader().maxDoc()) {
                bits.set(local);
            }
        }
        return bits;
    }

    private static void count(LeafReaderContext leaf, FilterField field, FixedBitSet pages, Map<String, Long> counts)
            throws IOException {
        if (field == FilterField.OBJECT_ID) {
            return;
        }
        SortedSetDocValues values = DocValues.getSortedSet(leaf.reader(), IndexFields.filter(field));
        long[] byOrdinal = new long[Math.toIntExact(values.getValueCount())];
        DocIdSetIterator docs = new BitSetIterator(pages, pages.cardinality());
        for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
            if (values.advanceExact(doc)) {
                for (int i = 0; i < values.docValueCount(); i++) {
                    byOrdinal[Math.toIntExact(values.nextOrd())]++;
                }
            }
        }
        for (int ordinal = 0; ordinal < byOrdinal.length; ordinal++) {
            if (byOrdinal[ordinal] > 0) {
                counts.merge(values.lookupOrd(ordinal).utf8ToString(), byOrdinal[ordinal], Long::sum);
            }
        }
    }

    private static Map<String, Long> mostFrequent(Map<String, Long> values) {
        Map<String, Long> sorted = new LinkedHashMap<>();
        List<Map.Entry<String, Long>> entries = values.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_VALUES)
                .toList();
        entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
