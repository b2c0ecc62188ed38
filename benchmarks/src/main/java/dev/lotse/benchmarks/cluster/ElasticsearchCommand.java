package dev.lotse.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.benchmarks.Home;
import dev.lotse.benchmarks.load.Call;
import dev.lotse.benchmarks.load.Gateways;
import dev.lotse.benchmarks.load.HttpConnection;
import dev.lotse.benchmarks.load.Queries;
import dev.lotse.benchmarks.load.ServerProcess;
import dev.lotse.benchmarks.result.Environment;
import dev.lotse.benchmarks.result.Latency;
import dev.lotse.benchmarks.result.Measurement;
import dev.lotse.benchmarks.result.ResultFile;
import dev.lotse.benchmarks.result.Results;
import dev.lotse.gateway.retrieval.lucene.LuceneEngine;
import dev.lotse.models.Encoder;
import dev.lotse.models.LocalModels;
import dev.lotse.models.ModelOptions;
import dev.lotse.models.ModelRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/lotse bench elasticsearch}: what the gateway adds to a search of a node, and the fusion to its slower part. */
@Command(
        name = "elasticsearch",
        mixinStandardHelpOptions = true,
        description =
                "Starts a node and a gateway of its own, copies a site to the node, and asks by turns: the gateway, the"
                        + " node with the very request that the gateway sends, and the node with each of the two inner retrievers alone."
                        + " Queries are encoded before; the gateway is given the vector.")
public final class ElasticsearchCommand implements Callable<Integer> {
    private static final String DEMO = "demo";
    private static final int READ_MILLIS = 30_000;
    private static final String JSON_TYPE = "Content-Type: application/json\r\n";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Home home;
    private final Clock clock;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            description = "Data folder with an index (default: the demo site, indexed into benchmarks/target/data).")
    private @Nullable Path data;

    @Option(
            names = {"-s", "--site"},
            paramLabel = "NAME",
            description = "Site to search (default: ${DEFAULT-VALUE}).",
            defaultValue = DEMO)
    private String site = DEMO;

    @Option(
            names = "--queries",
            paramLabel = "FILE",
            description = "JSON lines with a field 'text' (default: the demo's).")
    private @Nullable Path queries;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            description = "Language of the queries (default: ${DEFAULT-VALUE}).",
            defaultValue = "de")
    private String lang = "de";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Only the first N queries (default: ${DEFAULT-VALUE}).",
            defaultValue = "100")
    private int limit = 100;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is asked (default: ${DEFAULT-VALUE}).",
            defaultValue = "10")
    private int rounds = 10;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Shards of the index (default: ${DEFAULT-VALUE}).",
            defaultValue = "3")
    private int shards = 3;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where results go (default: benchmarks/target/results/elasticsearch.json).")
    private @Nullable Path out;

    /** A command that has not run. */
    public ElasticsearchCommand(Home home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Environment environment = Environment.now(home.folder(), home.command(), clock);
        Path work = Files.createTempDirectory("lotse-bench-cluster-");
        Path from = data == null ? home.demoData() : data;
        Path file = queries == null ? home.folder().resolve("benchmarks/quality/demo/queries.de.jsonl") : queries;
        if (data == null) {
            new Gateways(home.folder(), from, work).prepareDemo();
        }
        List<String> texts = Queries.read(file, "text").stream().limit(limit).toList();
        try (NodeWithSite node = NodeWithSite.start(shards);
                RecordingProxy proxy = new RecordingProxy(node.node().address())) {
            String encoderId;
            try (LuceneEngine embedded = new LuceneEngine(from.resolve("index"), Duration.ofHours(1))) {
                node.copy(embedded, site);
                encoderId = embedded.info(site).encoder();
            }
            List<Call> calls = gatewayCalls(from, texts, encoderId);
            Path gatewayData = Files.createDirectories(work.resolve("gateway"));
            Files.createSymbolicLink(
                    gatewayData.resolve("models"), from.resolve("models").toAbsolutePath());
            Gateways gateways = new Gateways(home.folder(), gatewayData, work);
            List<RecordingProxy.Search> sent = record(gateways, proxy, calls, texts);
            try (ServerProcess gateway =
                    gateways.gateway("measured", settings(node.node().address()))) {
                return measure(
                        environment, gateway.port(), node.node().address().getPort(), calls, sent);
            }
        }
    }

    private List<Call> gatewayCalls(Path from, List<String> texts, String encoderId) throws IOException {
        List<Call> calls = new ArrayList<>();
        try (Encoder encoder = new LocalModels(from.resolve("models"), ModelRegistry.bundled(), ModelOptions.defaults())
                .openEncoder(encoderId.replaceFirst("@.*", ""))) {
            for (String text : texts) {
                ObjectNode body = JSON.createObjectNode();
                body.put("q", text)
                        .put("lang", lang)
                        .put("vectorModel", encoderId)
                        .put("timeoutMs", 10_000);
                for (float number : encoder.encodeQuery(text, false).vector()) {
                    body.withArray("vector").add(number);
                }
                calls.add(Call.post("/v1/sites/" + site + "/search", JSON_TYPE, body.toString()));
            }
        }
        return calls;
    }

    private static Map<String, String> settings(URI node) {
        return Map.of(
                "LOTSE_ENGINE", "elasticsearch",
                "LOTSE_ELASTICSEARCH_NODES", node.toString(),
                "LOTSE_SERVER_MAX_BODY", "1MiB");
    }

    /** What a gateway asks of the cluster for each call. */
    private static List<RecordingProxy.Search> record(
            Gateways gateways, RecordingProxy proxy, List<Call> calls, List<String> texts)
            throws IOException, InterruptedException {
        List<RecordingProxy.Search> sent = new ArrayList<>();
        try (ServerProcess gateway = gateways.gateway("recorded", settings(proxy.address()));
                HttpConnection connection = new HttpConnection(gateway.port(), READ_MILLIS)) {
            for (Call call : calls) {
                int status = connection.send(call);
                // A gateway that has just started also asks queries of its own, to be warm.
                String text = JSON.writeValueAsString(texts.get(sent.size()));
                List<RecordingProxy.Search> searches = proxy.take().stream()
                        .filter(search -> search.body().contains("\"query\":" + text))
                        .toList();
                if (status != 200 || searches.isEmpty()) {
                    throw new IOException("the gateway answered " + status + " and asked the node " + searches.size()
                            + " times for " + text);
                }
                sent.add(searches.getFirst());
            }
        }
        return sent;
    }

    private int measure(
            Environment environment, int gateway, int node, List<Call> calls, List<RecordingProxy.Search> sent)
            throws IOException {
        PrintStream print = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Map<String, Histogram> times;
        try (HttpConnection toGateway = new HttpConnection(gateway, READ_MILLIS);
                HttpConnection toNode = new HttpConnection(node, READ_MILLIS)) {
            List<SideBySide.Way> ways = List.of(
                    new SideBySide.Way("gateway", toGateway, calls),
                    new SideBySide.Way("direct", toNode, direct(sent, -1)),
                    new SideBySide.Way("words", toNode, direct(sent, 0)),
                    new SideBySide.Way("meaning", toNode, direct(sent, 1)));
            times = new SideBySide(ways).run(Math.max(3, rounds / 3), rounds);
        }
        List<Measurement> measurements = new ArrayList<>();
        times.forEach((name, histogram) -> {
            Latency latency = Latency.ofMicros(histogram);
            print.printf(
                    Locale.ROOT,
                    "%-8s p50 %7.2f ms  p90 %7.2f ms  p99 %7.2f ms  (%d searches)%n",
                    name,
                    latency.p50(),
                    latency.p90(),
                    latency.p99(),
                    histogram.getTotalCount());
            measurements.add(new Measurement(
                    "elasticsearch/" + name + "/p50", "ms", Measurement.Kind.TIME, latency.p50(), null));
            measurements.add(new Measurement(
                    "elasticsearch/" + name + "/p99", "ms", Measurement.Kind.TIME, latency.p99(), null));
        });
        Latency through = latency(times, "gateway");
        Latency direct = latency(times, "direct");
        double slower = Math.max(
                latency(times, "words").p50(), latency(times, "meaning").p50());
        double ratio = direct.p50() / slower;
        print.printf(
                Locale.ROOT,
                "the gateway adds p50 %.2f ms (wanted 1.5), p99 %.2f ms (wanted 6)%n"
                        + "lotse_hybrid takes %.2f times the slower of its parts (wanted 1.2), p50, %d shards%n",
                through.p50() - direct.p50(),
                through.p99() - direct.p99(),
                ratio,
                shards);
        measurements.add(
                new Measurement("elasticsearch/hybrid-to-slower-part", "ratio", Measurement.Kind.SIZE, ratio, null));
        Path file = out == null ? home.results().resolve("elasticsearch.json") : out;
        ResultFile.write(
                file,
                new Results(
                        Results.FORMAT,
                        "load",
                        environment,
                        "elasticsearch/direct/p50",
                        measurements,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                "One client; each query by each way in turn.",
                                "words and meaning are the inner retrievers of the same request alone, with the same answer wanted.")));
        print.println("Results: " + file);
        return 0;
    }

    private static Latency latency(Map<String, Histogram> times, String way) {
        return Latency.ofMicros(times.getOrDefault(way, new Histogram(1)));
    }

    /** @param part of the inner retrievers, or −1 for the request as it is */
    private static List<Call> direct(List<RecordingProxy.Search> sent, int part) throws IOException {
        List<Call> calls = new ArrayList<>();
        for (RecordingProxy.Search search : sent) {
            ObjectNode body = (ObjectNode) JSON.readTree(search.body());
            if (part >= 0) {
                JsonNode inner = body.at("/retriever/lotse_hybrid/retrievers/" + part + "/retriever");
                if (inner.isMissingNode()) {
                    throw new IOException(
                            "a query is not hybrid, so that its parts cannot be compared: " + search.body());
                }
                body.set("retriever", inner);
            }
            calls.add(Call.post(search.pathAndQuery(), JSON_TYPE, part < 0 ? search.body() : body.toString()));
        }
        return calls;
    }
}
