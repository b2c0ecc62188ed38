package dev.lotse.elasticsearch.report;

import dev.lotse.elasticsearch.passage.PassageFields;
import dev.lotse.elasticsearch.report.ShardReportRequest.Work;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;

/** Reads one shard. */
final class ShardReader {
    /** The rarest words of a larger vocabulary are left out: they would only be offered as misspellings. */
    private static final int MAX_WORDS = 300_000;

    private final String index;
    private final IndexReader reader;

    ShardReader(String index, IndexReader reader) {
        this.index = index;
        this.reader = reader;
    }

    ShardReport report(Work work) throws IOException {
        long vectors = 0;
        long vectorBytes = 0;
        long bytesRead = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            FieldInfo field = leaf.reader().getFieldInfos().fieldInfo(PassageFields.VECTOR);
            if (field != null && field.getVectorDimension() > 0) {
                long count = vectors(leaf.reader(), field);
                vectors += count;
                vectorBytes += count * field.getVectorDimension() * field.getVectorEncoding().byteSize;
            }
            if (work == Work.WARM) {
                bytesRead += warm(leaf.reader());
            }
        }
        int pages = new IndexSearcher(reader).count(PageDocuments.QUERY);
        return new ShardReport(
                index,
                pages,
                reader.numDocs() - pages,
                vectors,
                vectorBytes,
                bytesRead,
                work == Work.WORDS ? words() : Map.of());
    }

    private static long vectors(LeafReader leaf, FieldInfo field) throws IOException {
        return switch (field.getVectorEncoding()) {
            case FLOAT32 -> {
                FloatVectorValues values = leaf.getFloatVectorValues(field.name);
                yield values == null ? 0 : values.size();
            }
            case BYTE -> {
                ByteVectorValues values = leaf.getByteVectorValues(field.name);
                yield values == null ? 0 : values.size();
            }
        };
    }

    /** Verifying checksums touches every byte of the files that searches read. */
    private static long warm(LeafReader leaf) throws IOException {
        LeafReader segment = FilterLeafReader.unwrap(leaf);
        if (!(segment instanceof CodecReader codec)) {
            return 0;
        }
        if (codec.getPostingsReader() != null) {
            codec.getPostingsReader().checkIntegrity();
        }
        if (codec.getNormsReader() != null) {
            codec.getNormsReader().checkIntegrity();
        }
        if (codec.getDocValuesReader() != null) {
            codec.getDocValuesReader().checkIntegrity();
        }
        if (codec.getVectorReader() != null) {
            codec.getVectorReader().checkIntegrity();
        }
        return codec instanceof SegmentReader one ? size(one.getSegmentInfo()) : 0;
    }

    private static long size(SegmentCommitInfo segment) throws IOException {
        return segment.sizeInBytes();
    }

    private Map<String, Map<String, Integer>> words() throws IOException {
        Map<String, Map<String, Integer>> byLanguage = new HashMap<>();
        String prefix = PassageFields.WORDS + ".";
        for (LeafReaderContext leaf : reader.leaves()) {
            for (FieldInfo field : leaf.reader().getFieldInfos()) {
                if (field.name.startsWith(prefix) && !byLanguage.containsKey(field.name.substring(prefix.length()))) {
                    byLanguage.put(field.name.substring(prefix.length()), words(field.name));
                }
            }
        }
        return byLanguage;
    }

    private Map<String, Integer> words(String field) throws IOException {
        Map<String, Integer> frequencies = new HashMap<>();
        Terms terms = MultiTerms.getTerms(reader, field);
        if (terms == null) {
            return frequencies;
        }
        TermsEnum each = terms.iterator();
        for (int least = 1; ; least++) {
            frequencies.clear();
            for (BytesRef term = each.next(); term != null; term = each.next()) {
                if (each.docFreq() >= least) {
                    frequencies.put(term.utf8ToString(), each.docFreq());
                }
            }
            if (frequencies.size() <= MAX_WORDS) {
                return frequencies;
            }
            each = terms.iterator();
        }
    }
}
