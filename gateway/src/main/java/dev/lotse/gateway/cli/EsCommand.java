package dev.lotse.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.retrieval.elasticsearch.node.ElasticsearchNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotse es}: an Elasticsearch node with the plugin, for development. */
@Command(
        name = "es",
        mixinStandardHelpOptions = true,
        description =
                "Runs an Elasticsearch node with Lotse's plugin on this machine, for development: on loopback only,"
                        + " without security.")
final class EsCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(40);
    private static final long POLL_MILLIS = 200;

    /** What is to be done. */
    enum Action {
        /** In the background. */
        START,
        STOP,
        STATUS,
        /** In the foreground, until Ctrl-C. */
        RUN
    }

    @Parameters(paramLabel = "ACTION", description = "start, stop, status, or run (in the foreground, until Ctrl-C).")
    private Action action = Action.STATUS;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            description = "Folder of the node (default: ~/.cache/lotse-es).")
    private @Nullable Path chosen;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            defaultValue = "9200",
            description = "Port on loopback (default: ${DEFAULT-VALUE}; 0 for any free one).")
    private int port = 9200;

    @Option(
            names = "--heap",
            paramLabel = "MIB",
            defaultValue = "512",
            description = "Heap of the node in MiB (default: ${DEFAULT-VALUE}).")
    private int heap = 512;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port is " + port + "; allowed is 0 to 65535");
        }
        if (heap < 128) {
            throw new ParameterException(spec.commandLine(), "--heap is " + heap + "; allowed are 128 or more");
        }
        Path home = home();
        switch (action) {
            case START -> start(home);
            case STOP -> stop(home);
            case STATUS -> status(home);
            case RUN -> run(home);
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private Path home() {
        Path home = chosen != null ? chosen : Path.of(System.getProperty("user.home"), ".cache", "lotse-es");
        return home.toAbsolutePath().normalize();
    }

    /**
     * The process that holds the node, as it wrote itself down.
     *
     * @param handle alive
     * @param address where the node answers
     */
    private record Holder(ProcessHandle handle, String address) {}

    private static Path file(Path home) {
        return home.resolve("lotse-node.json");
    }

    /** The running holder; a process id that now belongs to another process is nobody. */
    private static Optional<Holder> holder(Path home) throws IOException {
        if (!Files.isRegularFile(file(home))) {
            return Optional.empty();
        }
        JsonNode json = JSON.readTree(Files.readAllBytes(file(home)));
        long started = json.path("started").asLong();
        return ProcessHandle.of(json.path("pid").asLong())
                .filter(ProcessHandle::isAlive)
                .filter(handle -> started == started(handle))
                .map(handle -> new Holder(handle, json.path("address").asText()));
    }

    private static long started(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private void run(Path home) throws IOException, InterruptedException {
        refuseSecond(home);
        try (ElasticsearchNode node = DevelopmentNode.start(home, heap, port)) {
            ObjectNode json = JSON.createObjectNode();
            ProcessHandle self = ProcessHandle.current();
            json.put("pid", self.pid())
                    .put("started", started(self))
                    .put("address", node.address().toString());
            Path part = home.resolve("lotse-node.json.part");
            Files.write(part, JSON.writeValueAsBytes(json));
            Files.move(part, file(home), StandardCopyOption.REPLACE_EXISTING);
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                node.close();
                ended.countDown();
            }));
            CompletableFuture<Void> unused = node.process().onExit().thenRun(ended::countDown);
            PrintWriter out = spec.commandLine().getOut();
            out.println("Elasticsearch with Lotse's plugin answers at " + node.address() + "; Ctrl-C ends it.");
            out.flush();
            ended.await();
        } finally {
            Files.deleteIfExists(file(home));
        }
    }

    private static void refuseSecond(Path home) throws IOException {
        Optional<Holder> running = holder(home);
        if (running.isPresent()) {
            throw new CommandFailure(
                    "a node runs in " + home + " already, at " + running.get().address() + "; 'lotse es stop' ends it");
        }
    }

    private void start(Path home) throws IOException, InterruptedException {
        refuseSecond(home);
        DevelopmentNode.requireParts();
        Files.createDirectories(home);
        Path console = home.resolve("start.log");
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            // Otherwise it would end with the terminal.
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(DevelopmentNode.properties());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.lotse.gateway.Main", "es", "run"));
        command.addAll(List.of("--data", home.toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--heap", Integer.toString(heap)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(console.toFile())
                .start();
        process.getOutputStream().close();
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            Optional<Holder> running = holder(home);
            if (running.isPresent()) {
                print(running.get(), home);
                return;
            }
            if (!process.isAlive()) {
                throw new CommandFailure("the node did not start:\n" + Files.readString(console));
            }
            if (System.nanoTime() > deadline) {
                process.destroy();
                throw new CommandFailure(
                        "the node did not answer within " + START.toMinutes() + " minutes; see " + console);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void stop(Path home) throws IOException, InterruptedException {
        Holder running = holder(home).orElseThrow(() -> new CommandFailure("no node runs in " + home));
        running.handle().destroy();
        try {
            running.handle().onExit().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailure("process " + running.handle().pid() + " does not end; end it with: kill -9 "
                    + running.handle().pid());
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a process cannot fail", e);
        }
        Files.deleteIfExists(file(home));
        spec.commandLine().getOut().println("stopped");
    }

    private void status(Path home) throws IOException {
        Optional<Holder> running = holder(home);
        if (running.isEmpty()) {
            spec.commandLine().getOut().println("no node runs in " + home);
            return;
        }
        print(running.get(), home);
    }

    private void print(Holder running, Path home) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Elasticsearch with Lotse's plugin answers at " + running.address() + " (process "
                + running.handle().pid() + ", folder " + home + ")");
        out.println("  curl " + running.address() + "/_lotse/status");
    }
}
