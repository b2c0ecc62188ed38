package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.PageField;
import dev.lotse.ranking.text.TextAnalysis;
import dev.lotse.ranking.text.TextLanguage;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.PerFieldSimilarityWrapper;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/** How the embedded engine writes and scores: analysers, BM25 parameters, vector format. Immutable and thread-safe. */
final class IndexSettings {
    /** Links per node and build width of HNSW; Lucene's defaults, recall is checked in the benchmarks. */
    private static final int HNSW_LINKS = 16;

    private static final int HNSW_BUILD_WIDTH = 100;

    private IndexSettings() {}

    static IndexWriterConfig writerConfig() {
        IndexWriterConfig config = new IndexWriterConfig(new ByFieldAnalyzer());
        config.setSimilarity(similarity());
        config.setCodec(codec());
        config.setCommitOnClose(false);
        config.setRAMBufferSizeMB(64);
        return config;
    }

    static Similarity similarity() {
        return new ByFieldSimilarity();
    }

    private static Codec codec() {
        KnnVectorsFormat int8 = new Lucene104HnswScalarQuantizedVectorsFormat(
                ScalarEncoding.UNSIGNED_BYTE, HNSW_LINKS, HNSW_BUILD_WIDTH);
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return int8;
            }
        };
    }

    private static final class ByFieldAnalyzer extends DelegatingAnalyzerWrapper {
        private final Map<String, Analyzer> bySuffix = new HashMap<>();

        ByFieldAnalyzer() {
            super(PER_FIELD_REUSE_STRATEGY);
            for (TextLanguage language : TextLanguage.values()) {
                bySuffix.put(language.tag(), TextAnalysis.analyzer(language));
            }
        }

        @Override
        protected Analyzer getWrappedAnalyzer(String fieldName) {
            if (fieldName.startsWith(IndexFields.WORDS + ".")) {
                return TextAnalysis.words();
            }
            String suffix = fieldName.substring(fieldName.indexOf('.') + 1);
            return bySuffix.getOrDefault(suffix, TextAnalysis.analyzer(TextLanguage.OTHER));
        }
    }

    /** Short fields need little length normalisation; link texts repeat, so many of them count little more than a few. */
    private static final class ByFieldSimilarity extends PerFieldSimilarityWrapper {
        private final Similarity text = new BM25Similarity(1.2f, 0.75f);
        private final Similarity shortText = new BM25Similarity(1.2f, 0.5f);

        @Override
        public Similarity get(String name) {
            return name.startsWith(PageField.BODY.fieldName()) || name.startsWith(IndexFields.PASSAGE_TEXT)
                    ? text
                    : shortText;
        }
    }
}
