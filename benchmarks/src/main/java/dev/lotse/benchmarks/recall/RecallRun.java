package dev.lotse.benchmarks.recall;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/** One segment of quantised HNSW, searched and compared with the exact nearest vectors. */
final class RecallRun {
    /** Of how many nearest the share is counted. */
    static final int NEAREST = 10;

    private static final String FIELD = "vector";
    private static final double BUFFER_MIB = 1800;

    private final Vectors vectors;
    private final List<float[]> queries;
    private final List<Set<Integer>> exact;

    RecallRun(Vectors vectors, List<float[]> queries) {
        this.vectors = vectors;
        this.queries = List.copyOf(queries);
        this.exact = exact();
    }

    /**
     * What was found.
     *
     * @param candidates how many the graph was asked for
     * @param plain share of the exact {@value #NEAREST} among the first {@value #NEAREST} by quantised score
     * @param rescored the same after all candidates were ordered by their exact vectors
     * @param micros per query, without rescoring
     */
    record Found(int candidates, double plain, double rescored, double micros) {}

    /**
     * What was measured of one index.
     *
     * @param build time to add, quantise and link all vectors with one thread
     * @param bytes on disk, exact vectors included
     */
    record Outcome(ScalarEncoding encoding, Duration build, long bytes, List<Found> found) {}

    private List<Set<Integer>> exact() {
        List<PriorityQueue<ScoreDoc>> best = queries.stream()
                .map(query -> new PriorityQueue<ScoreDoc>(Comparator.comparingDouble(hit -> hit.score)))
                .toList();
        for (int number = 0; number < vectors.count(); number++) {
            float[] vector = vectors.get(number);
            for (int q = 0; q < best.size(); q++) {
                PriorityQueue<ScoreDoc> nearest = best.get(q);
                float score = VectorUtil.dotProduct(queries.get(q), vector);
                if (nearest.size() < NEAREST) {
                    nearest.add(new ScoreDoc(number, score));
                } else if (score > nearest.element().score) {
                    nearest.remove();
                    nearest.add(new ScoreDoc(number, score));
                }
            }
        }
        return best.stream().map(RecallRun::numbers).toList();
    }

    private static Set<Integer> numbers(PriorityQueue<ScoreDoc> hits) {
        Set<Integer> numbers = new HashSet<>();
        hits.forEach(hit -> numbers.add(hit.doc));
        return numbers;
    }

    /** Builds an index in the folder and searches it. */
    Outcome measure(Path folder, ScalarEncoding encoding, int links, int width, List<Integer> candidates)
            throws IOException {
        KnnVectorsFormat format = new Lucene104HnswScalarQuantizedVectorsFormat(encoding, links, width);
        IndexWriterConfig config = new IndexWriterConfig().setRAMBufferSizeMB(BUFFER_MIB);
        config.setUseCompoundFile(false);
        config.setCodec(new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
            }
        });
        try (Directory directory = FSDirectory.open(folder)) {
            long start = System.nanoTime();
            try (IndexWriter writer = new IndexWriter(directory, config)) {
                for (int number = 0; number < vectors.count(); number++) {
                    Document document = new Document();
                    document.add(
                            new KnnFloatVectorField(FIELD, vectors.get(number), VectorSimilarityFunction.DOT_PRODUCT));
                    writer.addDocument(document);
                }
            }
            Duration build = Duration.ofNanos(System.nanoTime() - start);
            long bytes = 0;
            for (String file : directory.listAll()) {
                bytes += directory.fileLength(file);
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                if (reader.leaves().size() != 1) {
                    throw new IllegalStateException(
                            reader.leaves().size() + " segments; the numbers are meant for one");
                }
                IndexSearcher searcher = new IndexSearcher(reader);
                // Once for nothing, so that the first count does not pay for a cold page cache.
                found(searcher, candidates.getFirst());
                List<Found> found = new ArrayList<>();
                for (int count : candidates) {
                    found.add(found(searcher, count));
                }
                return new Outcome(encoding, build, bytes, found);
            }
        }
    }

    private Found found(IndexSearcher searcher, int candidates) throws IOException {
        int plain = 0;
        int rescored = 0;
        long nanos = 0;
        for (int q = 0; q < queries.size(); q++) {
            float[] query = queries.get(q);
            long start = System.nanoTime();
            ScoreDoc[] hits = searcher.search(new KnnFloatVectorQuery(FIELD, query, candidates), candidates).scoreDocs;
            nanos += System.nanoTime() - start;
            Set<Integer> wanted = exact.get(q);
            plain += common(
                    wanted, IntStream.range(0, Math.min(NEAREST, hits.length)).map(i -> hits[i].doc));
            // Documents have the numbers of their vectors: there is one segment, and nothing was deleted.
            rescored += common(
                    wanted,
                    IntStream.range(0, hits.length)
                            .mapToObj(i ->
                                    new ScoreDoc(hits[i].doc, VectorUtil.dotProduct(query, vectors.get(hits[i].doc))))
                            .sorted(Comparator.comparingDouble((ScoreDoc hit) -> -hit.score))
                            .limit(NEAREST)
                            .mapToInt(hit -> hit.doc));
        }
        double all = (double) queries.size() * NEAREST;
        return new Found(candidates, plain / all, rescored / all, nanos / 1000.0 / queries.size());
    }

    private static int common(Set<Integer> wanted, IntStream found) {
        return (int) found.filter(wanted::contains).count();
    }
}
