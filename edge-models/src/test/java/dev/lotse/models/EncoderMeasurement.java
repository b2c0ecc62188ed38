package dev.lotse.models;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures the default encoder: time to load, latency of queries, throughput of passages by lanes and batch size, how
 * far batches move the vectors, and memory. Not a test: figures depend on the machine, and on what else it does, which
 * is why processor time stands beside the time of the clock.
 *
 * <p>After {@code mvn -pl edge-models test-compile}, with the test class path:
 * {@code java -cp … dev.lotse.models.EncoderMeasurement FOLDER QUERIES PASSAGES}; the files hold one text per line.
 */
final class EncoderMeasurement {
    private final Path folder;
    private final PrintStream out = System.out;

    private EncoderMeasurement(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        EncoderMeasurement measurement = new EncoderMeasurement(Path.of(args[0]));
        List<String> queries = Files.readAllLines(Path.of(args[1]));
        List<String> passages = Files.readAllLines(Path.of(args[2]));
        measurement.load("first start (unpacks)");
        measurement.load("next start");
        measurement.queries(queries);
        for (int lanes : new int[] {1, 2}) {
            for (int batchTokens : new int[] {1, 512, 2048, 4096}) {
                measurement.passages(passages, lanes, batchTokens);
            }
        }
        measurement.memory("at the end");
    }

    private Encoder open(int lanes, int batchTokens) {
        ModelOptions options = new ModelOptions(lanes, 1, Duration.ofMinutes(5), batchTokens);
        return new LocalModels(folder, ModelRegistry.bundled(), options).openEncoder(ModelRegistry.DEFAULT_ENCODER);
    }

    private void load(String what) {
        long from = System.nanoTime();
        try (Encoder encoder = open(1, 1)) {
            out.printf(
                    "load, %s: %.0f ms (%s)%n",
                    what, millis(from), encoder.model().id());
            memory("after loading");
        }
    }

    private void queries(List<String> texts) {
        try (Encoder encoder = open(1, 1)) {
            for (String text : texts.subList(0, texts.size() / 4)) {
                encoder.encodeQuery(text, true);
            }
            double[] times = new double[texts.size()];
            long tokens = 0;
            long cpu = cpu();
            for (int i = 0; i < times.length; i++) {
                long from = System.nanoTime();
                tokens += encoder.encodeQuery(texts.get(i), true).tokenCount();
                times[i] = millis(from);
            }
            cpu = cpu() - cpu;
            Arrays.sort(times);
            out.printf(
                    "%d queries of %.1f tokens: p50 %.2f ms, p99 %.2f ms; processor time %.2f ms each%n",
                    times.length,
                    (double) tokens / times.length,
                    times[times.length / 2],
                    times[times.length * 99 / 100],
                    cpu / 1e6 / times.length);
        }
    }

    private void passages(List<String> texts, int lanes, int batchTokens) {
        List<Encoding> reference;
        try (Encoder alone = open(1, 1)) {
            reference = alone.encodePassages(texts.subList(0, 10), false);
        }
        try (Encoder encoder = open(lanes, batchTokens)) {
            encoder.encodePassages(texts.subList(0, 20), false);
            long cpu = cpu();
            long from = System.nanoTime();
            List<Encoding> encodings = encoder.encodePassages(texts, true);
            double seconds = millis(from) / 1e3;
            cpu = cpu() - cpu;
            double tokens =
                    encodings.stream().mapToInt(Encoding::tokenCount).average().orElseThrow();
            double worst = 1;
            for (int i = 0; i < reference.size(); i++) {
                worst = Math.min(
                        worst,
                        OnnxEncoderIT.cosine(
                                reference.get(i).vector(), encodings.get(i).vector()));
            }
            out.printf(
                    "%d passages of %.0f tokens, %d lanes, %d tokens a batch: %.1f/s; processor time %.1f ms each;"
                            + " least cosine to the same text alone %.5f%n",
                    texts.size(), tokens, lanes, batchTokens, texts.size() / seconds, cpu / 1e6 / texts.size(), worst);
            memory("after passages");
        }
    }

    private void memory(String when) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String resident =
                    lines.filter(line -> line.startsWith("VmRSS")).findFirst().orElse("VmRSS unknown");
            Runtime runtime = Runtime.getRuntime();
            out.printf(
                    "memory %s: %s, heap used %d MB%n",
                    when, resident.replaceAll("\\s+", " "), (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        } catch (IOException e) {
            out.println("memory " + when + ": unknown on this system");
        }
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static double millis(long from) {
        return (System.nanoTime() - from) / 1e6;
    }
}
