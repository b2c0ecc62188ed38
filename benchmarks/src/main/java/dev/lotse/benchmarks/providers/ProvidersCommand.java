package dev.lotse.benchmarks.providers;

import dev.lotse.benchmarks.Home;
import dev.lotse.benchmarks.load.Call;
import dev.lotse.benchmarks.load.Gateways;
import dev.lotse.benchmarks.load.LoadRun;
import dev.lotse.benchmarks.load.ServerProcess;
import dev.lotse.benchmarks.load.Tally;
import dev.lotse.benchmarks.result.Environment;
import dev.lotse.benchmarks.result.LoadStep;
import dev.lotse.benchmarks.result.Measurement;
import dev.lotse.benchmarks.result.ResultFile;
import dev.lotse.benchmarks.result.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code bin/lotse bench providers}: a chat completion asked for directly, over Lotse and over Portkey's gateway, in turns, with the
 * same mock provider behind all of them.
 */
@Command(
        name = "providers",
        mixinStandardHelpOptions = true,
        description =
                "Measures what a chat completion over the gateway takes longer than one asked for directly, beside the npm package"
                        + " @portkey-ai/gateway, which is installed into benchmarks/target.")
public final class ProvidersCommand implements Callable<Integer> {
    private static final String DIRECT = "direct";
    private static final String LOTSE = "lotse";
    private static final String PORTKEY = "portkey";
    private static final String KEY = "benchmark-key-of-no-other-use";
    /** {@code printf %s KEY | sha256sum}. */
    private static final String KEY_HASH = "34605c8c84bb0dfbc827a5d282ae5af0795492edca0009dfb2461dd345275b57";

    private static final Duration READY = Duration.ofSeconds(30);
    private static final String MODEL = "\"model\":\"mock\"";
    private static final String QUESTION =
            ",\"messages\":[{\"role\":\"system\",\"content\":\"Antworte kurz.\"},{\"role\":\"user\",\"content\":"
                    + "\"Wie melde ich meinen Zählerstand?\"}],\"temperature\":0}";

    private final Home home;
    private final Clock clock;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "16",
            description = "Requests at once, 1 to 256 (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--delay",
            paramLabel = "MS",
            defaultValue = "20",
            description =
                    "How long the mock provider takes, 0 to 10000 ms (default: ${DEFAULT-VALUE}). With 0 the gateways are driven to"
                            + " their limit, and times tell of queues.")
    private int delay;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Turns of all three, 2 to 50 (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Length of one measurement, 1 to 120 (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Where the results go (default: benchmarks/target/results/providers.json).")
    private @Nullable Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    public ProvidersCommand(Home home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check("--clients", clients, 1, 256);
        check("--delay", delay, 0, 10_000);
        check("--rounds", rounds, 2, 50);
        check("--seconds", seconds, 1, 120);
        Environment environment = Environment.now(home.folder(), home.command(), clock);
        PrintStream terminal = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path target = home.folder().resolve("benchmarks").resolve("target");
        Portkey portkey = new Portkey(target.resolve("portkey"));
        portkey.install();
        Path work = Files.createTempDirectory("lotse-bench");
        try (ServerProcess mock = mock(work);
                ServerProcess lotse = lotse(work, mock.port());
                ServerProcess other = portkey.start()) {
            Map<String, LoadRun> ways = new LinkedHashMap<>();
            ways.put(DIRECT, way(DIRECT, mock, "/v1", ""));
            ways.put(LOTSE, way(LOTSE, lotse, "/v1", ""));
            ways.put(
                    PORTKEY,
                    way(
                            PORTKEY,
                            other,
                            "/v1",
                            "x-portkey-provider: openai\r\nx-portkey-custom-host: http://127.0.0.1:" + mock.port()
                                    + "/v1\r\n"));
            Results results = measure(ways, environment, terminal);
            Path file = out == null ? home.results().resolve("providers.json") : out;
            ResultFile.write(file, results);
            terminal.println("Results: " + file);
        }
        return 0;
    }

    private Results measure(Map<String, LoadRun> ways, Environment environment, PrintStream terminal)
            throws IOException, InterruptedException {
        for (LoadRun way : ways.values()) {
            // The JIT compilers of all three get the same time.
            Tally.Outcome unused = way.closed(clients, Duration.ofSeconds(2L * seconds));
        }
        Map<String, List<LoadStep>> steps = new LinkedHashMap<>();
        terminal.println("round   way        sent  failed    req/s   p50 ms   p99 ms  cpu µs");
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<String, LoadRun> way : ways.entrySet()) {
                LoadStep step = way.getValue()
                        .closed(clients, Duration.ofSeconds(seconds))
                        .step();
                if (step.failed() + step.refused() > 0) {
                    throw new IOException(way.getKey() + ": " + (step.failed() + step.refused()) + " of "
                            + step.requests() + " requests were not answered");
                }
                steps.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(step);
                terminal.println(String.format(
                        Locale.ROOT,
                        "%5d   %-8s %6d %7d %8.0f %8.3f %8.3f %7.0f",
                        round,
                        way.getKey(),
                        step.requests(),
                        step.failed(),
                        step.achieved(),
                        step.latency().p50(),
                        step.latency().p99(),
                        step.cpuMicros()));
            }
        }
        return results(steps, environment, terminal);
    }

    private Results results(Map<String, List<LoadStep>> steps, Environment environment, PrintStream terminal) {
        List<Measurement> measurements = new ArrayList<>();
        List<LoadStep> all = new ArrayList<>();
        steps.forEach((name, ofWay) -> {
            all.addAll(ofWay);
            measurements.add(time(name + "/p50", median(p50(ofWay)), spread(p50(ofWay))));
            measurements.add(time(
                    name + "/p99",
                    median(ofWay.stream().map(step -> step.latency().p99()).toList()),
                    null));
        });
        List<Double> lotse = overheads(steps, LOTSE);
        List<Double> portkey = overheads(steps, PORTKEY);
        double own = median(lotse);
        double others = median(portkey);
        measurements.add(time("overhead/lotse/p50", Math.max(0, own), null));
        measurements.add(time("overhead/portkey/p50", Math.max(0, others), null));
        List<String> notes = List.of(
                String.format(
                        Locale.ROOT,
                        "%d clients, a provider that takes %d ms, %d rounds in turns; overhead at p50 over asking directly, median of"
                                + " the rounds: Lotse %.3f ms (%.3f to %.3f), @portkey-ai/gateway %s %.3f ms (%.3f to %.3f); ratio %.2f",
                        clients,
                        delay,
                        rounds,
                        own,
                        least(lotse),
                        most(lotse),
                        Portkey.VERSION,
                        others,
                        least(portkey),
                        most(portkey),
                        own / others),
                String.format(
                        Locale.ROOT,
                        "the load average was %.1f at the start; above 0.5 other programs were running, and figures are too slow",
                        environment.loadAverage()));
        notes.forEach(terminal::println);
        return new Results(
                Results.FORMAT, "load", environment, DIRECT + "/p50", measurements, all, List.of(), List.of(), notes);
    }

    /** Of each round by itself: what slows the machine down for a while, slows down both. */
    private static List<Double> overheads(Map<String, List<LoadStep>> steps, String way) {
        List<Double> direct = p50(steps.getOrDefault(DIRECT, List.of()));
        List<Double> over = p50(steps.getOrDefault(way, List.of()));
        List<Double> overheads = new ArrayList<>();
        for (int i = 0; i < over.size(); i++) {
            overheads.add(over.get(i) - direct.get(i));
        }
        return overheads;
    }

    private static List<Double> p50(List<LoadStep> steps) {
        return steps.stream().map(step -> step.latency().p50()).toList();
    }

    private static Measurement time(String name, double value, @Nullable Double noise) {
        return new Measurement(name, "ms", Measurement.Kind.TIME, value, noise);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static double spread(List<Double> values) {
        return (most(values) - least(values)) / 2 / median(values);
    }

    private static double least(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double most(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private static LoadRun way(String name, ServerProcess server, String base, String headers) {
        Call call = Call.post(
                base + "/chat/completions",
                "Content-Type: application/json\r\nAuthorization: Bearer " + KEY + "\r\n" + headers,
                "{" + MODEL + QUESTION);
        return new LoadRun(name, server, index -> call);
    }

    private ServerProcess mock(Path work) throws IOException, InterruptedException {
        return ServerProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MockProvider.class.getName(),
                        Integer.toString(delay)),
                Map.of(),
                work.resolve("mock.log"),
                READY);
    }

    private ServerProcess lotse(Path work, int mock) throws IOException, InterruptedException {
        Path data = Files.createDirectories(work.resolve("data"));
        Files.writeString(data.resolve("lotse.yaml"), """
                providers:
                  mock:
                    url: http://127.0.0.1:%d/v1
                    auth: none
                    models:
                      mock: { model: mock, price: { input: 0, output: 0 } }
                chains:
                  mock:
                    steps: [mock/mock]
                inference:
                  keys:
                    bench: { hash: "sha256:%s" }
                """.formatted(mock, KEY_HASH));
        return new Gateways(home.folder(), data, work).gateway(LOTSE, Map.of());
    }

    private void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec.commandLine(), name + " is " + value + "; allowed is " + min + " to " + max);
        }
    }
}
