package dev.lotse.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * A closed-loop load run: each client asks, waits for the whole answer, and asks the next query of a BEIR query file. Every
 * query is asked once before any is asked again, so that no answer can come from a cache of few queries. A warm-up of the
 * same length as a run comes first and is not counted.
 *
 * <pre>
 * bin/lotse serve --data D --port 8080 &amp;
 * java -cp 'benchmarks/target/lotse-benchmarks-0.1.0-SNAPSHOT.jar:benchmarks/target/lib/*' \
 *   dev.lotse.benchmarks.load.SearchLoad http://127.0.0.1:8080/v1/sites/help-en/search queries.jsonl 20 1 4
 * </pre>
 */
public final class SearchLoad {
    private static final int MAX_SECONDS = 600;

    private final URI endpoint;
    private final List<String> queries;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final AtomicInteger next = new AtomicInteger();

    private SearchLoad(URI endpoint, List<String> queries) {
        this.endpoint = endpoint;
        this.queries = queries;
    }

    /** Arguments: search URL on loopback, query file, seconds per run, numbers of clients. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        if (arguments.length < 4) {
            System.err.println("usage: SearchLoad URL QUERIES.jsonl SECONDS CLIENTS...");
            System.exit(2);
        }
        URI endpoint = URI.create(arguments[0]);
        if (!InetAddress.getByName(endpoint.getHost()).isLoopbackAddress()) {
            System.err.println(endpoint.getHost() + " is not this machine; load is only sent to a loopback address");
            System.exit(2);
        }
        SearchLoad load = new SearchLoad(endpoint, queries(Path.of(arguments[1])));
        Duration length = Duration.ofSeconds(Math.clamp(Long.parseLong(arguments[2]), 1, MAX_SECONDS));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        load.run(1, length);
        out.println("clients  requests  failed  degraded   req/s   p50 ms   p95 ms   p99 ms   max ms");
        for (int i = 3; i < arguments.length; i++) {
            int clients = Integer.parseInt(arguments[i]);
            out.println(load.run(clients, length).line(clients, length));
        }
    }

    private static List<String> queries(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> queries = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                queries.add(json.readTree(line).required("text").textValue());
            }
        }
        if (queries.isEmpty()) {
            throw new IOException(file + " holds no query");
        }
        return queries;
    }

    private Result run(int clients, Duration length) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + length.toNanos();
        Result all = new Result();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<Result>> results = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                results.add(threads.submit(() -> client(end)));
            }
            for (Future<Result> result : results) {
                all.add(result.get());
            }
        }
        return all;
    }

    private Result client(long end) throws InterruptedException {
        Result result = new Result();
        while (System.nanoTime() < end) {
            String query = queries.get(Math.floorMod(next.getAndIncrement(), queries.size()));
            URI uri = URI.create(endpoint + "?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
            long start = System.nanoTime();
            try {
                HttpResponse<String> response = http.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                result.micros.recordValue((System.nanoTime() - start) / 1000);
                result.failed += response.statusCode() == 200 ? 0 : 1;
                result.degraded += response.body().contains("\"degraded\":[]") ? 0 : 1;
            } catch (IOException e) {
                result.failed++;
            }
        }
        return result;
    }

    private static final class Result {
        private final Histogram micros = new Histogram(Duration.ofSeconds(60).toNanos() / 1000, 3);
        private long failed;
        private long degraded;

        void add(Result other) {
            micros.add(other.micros);
            failed += other.failed;
            degraded += other.degraded;
        }

        String line(int clients, Duration length) {
            return "%7d %9d %7d %9d %7.0f %8.1f %8.1f %8.1f %8.1f"
                    .formatted(
                            clients,
                            micros.getTotalCount(),
                            failed,
                            degraded,
                            micros.getTotalCount() / (double) length.toSeconds(),
                            micros.getValueAtPercentile(50) / 1000.0,
                            micros.getValueAtPercentile(95) / 1000.0,
                            micros.getValueAtPercentile(99) / 1000.0,
                            micros.getMaxValue() / 1000.0);
        }
    }
}
