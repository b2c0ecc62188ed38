package dev.lotse.elasticsearch.passage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.VectorUtil;
import org.elasticsearch.common.document.DocumentField;
import org.elasticsearch.common.lucene.search.Queries;
import org.elasticsearch.index.IndexVersion;
import org.elasticsearch.search.fetch.FetchSubPhase.HitContext;
import org.elasticsearch.search.fetch.FetchSubPhaseProcessor;
import org.elasticsearch.search.fetch.StoredFieldsSpec;
import org.jspecify.annotations.Nullable;

/** Chooses the passage of each hit. Used by one thread, with hits in document order. */
final class PassageProcessor implements FetchSubPhaseProcessor {
    /** Page documents: every document that is not nested. */
    static final Query PAGES = Queries.newNonNestedFilter(IndexVersion.current());

    private static final Set<String> DATA = Set.of(PassageFields.DATA);

    private final float @Nullable [] query;
    private final @Nullable Weight words;
    private final BitSetProducer pages;

    private @Nullable BitSet pageBits;
    private @Nullable FloatVectorValues vectors;
    private @Nullable Scorer scorer;

    PassageProcessor(float @Nullable [] query, @Nullable Weight words, BitSetProducer pages) {
        this.query = query;
        this.words = words;
        this.pages = pages;
    }

    @Override
    public void setNextReader(LeafReaderContext leaf) throws IOException {
        pageBits = pages.getBitSet(leaf);
        vectors = query == null ? null : leaf.reader().getFloatVectorValues(PassageFields.VECTOR);
        scorer = words == null ? null : words.scorer(leaf);
        if (query != null && vectors != null && vectors.dimension() != query.length) {
            throw new IllegalArgumentException("[" + PassageExt.NAME + "] vector has " + query.length + " dimensions; "
                    + PassageFields.VECTOR + " has " + vectors.dimension());
        }
    }

    @Override
    public void process(HitContext hit) throws IOException {
        int page = hit.docId();
        int first = page == 0 || pageBits == null ? page : pageBits.prevSetBit(page - 1) + 1;
        int count = page - first;
        if (count <= 0) {
            return;
        }
        double[] cosines = new double[count];
        double[] scores = new double[count];
        for (int i = 0; i < count; i++) {
            cosines[i] = cosine(first + i);
            scores[i] = score(first + i);
        }
        int best = best(cosines, scores);
        BytesRef data = hit.reader().storedFields().document(first + best, DATA).getBinaryValue(PassageFields.DATA);
        Map<String, Object> passage = new LinkedHashMap<>();
        if (data != null) {
            passage.put("data", new String(data.bytes, data.offset, data.length, StandardCharsets.UTF_8));
        }
        passage.put("cosine", cosines[best]);
        passage.put("lexical", scores[best]);
        passage.put("passages", count);
        hit.hit().setDocumentField(PassageExt.NAME, new DocumentField(PassageExt.NAME, List.of(passage)));
    }

    static int best(double[] cosines, double[] scores) {
        double[] meaning = scaled(cosines);
        double[] word = scaled(scores);
        int best = 0;
        for (int i = 1; i < meaning.length; i++) {
            if (meaning[i] + word[i] > meaning[best] + word[best]) {
                best = i;
            }
        }
        return best;
    }

    private static double[] scaled(double[] values) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        double[] scaled = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = max > min ? (values[i] - min) / (max - min) : 0;
        }
        return scaled;
    }

    private double cosine(int doc) throws IOException {
        if (query == null || vectors == null) {
            return 0;
        }
        if (vectors.docID() < doc) {
            vectors.advance(doc);
        }
        return vectors.docID() == doc ? VectorUtil.dotProduct(query, vectors.vectorValue()) : 0;
    }

    private double score(int doc) throws IOException {
        if (scorer == null) {
            return 0;
        }
        DocIdSetIterator matches = scorer.iterator();
        if (matches.docID() < doc) {
            matches.advance(doc);
        }
        return matches.docID() == doc ? scorer.score() : 0;
    }

    @Override
    public StoredFieldsSpec storedFieldsSpec() {
        return StoredFieldsSpec.NO_REQUIREMENTS;
    }
}
