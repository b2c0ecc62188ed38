package dev.lotse.gateway.retrieval.elasticsearch.node;

import dev.lotse.gateway.retrieval.EngineException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running node, a child of this process, for development and tests. It listens on loopback only, without security unless it is
 * asked for.
 *
 * <p>The server reads its standard input and ends with it, so that the node cannot outlive this process, however that ends.
 * Thread-safe.
 */
public final class ElasticsearchNode implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final Process process;
    private final URI address;
    private final Path log;

    private ElasticsearchNode(Process process, URI address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
    }

    /**
     * Starts a node and waits until it answers. One with security asks for a name first, so that it is only waited for until
     * it listens.
     *
     * @throws EngineException when it does not answer in time or ends; the message holds the end of its log
     */
    public static ElasticsearchNode start(NodeSettings settings, Duration timeout) {
        NodeHome home = new NodeHome(settings.home());
        long deadline = System.nanoTime() + timeout.toNanos();
        Path log = home.logs().resolve("server.log");
        Process process = null;
        try {
            home.prepare(settings.distribution(), settings.plugin(), settings.isSecured());
            process = launch(settings, home);
            URI address = awaitAddress(process, settings.scheme(), home, log, deadline);
            if (!settings.isSecured()) {
                awaitHealth(process, address, log, deadline);
            }
            return new ElasticsearchNode(process, address, log);
        } catch (IOException e) {
            stop(process);
            throw new EngineException("cannot start Elasticsearch in " + settings.home() + ": " + e, e);
        } catch (InterruptedException e) {
            stop(process);
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while Elasticsearch was starting", e);
        } catch (EngineException e) {
            stop(process);
            throw e;
        }
    }

    /** Where it answers, such as {@code http://127.0.0.1:40123}. */
    public URI address() {
        return address;
    }

    /** The server's process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** The server's log file. */
    public Path log() {
        return log;
    }

    /** The end of the server's log, or of its console where it came to no log. */
    public String lastLines() {
        return end(log);
    }

    /** Stops the node, cleanly if it lets itself be stopped; a second call does nothing. */
    @Override
    public void close() {
        stop(process);
    }

    private static void stop(@Nullable Process process) {
        if (process == null || !process.isAlive()) {
            return;
        }
        try (OutputStream in = process.getOutputStream()) {
            in.write(ServerArguments.STOP);
            in.flush();
        } catch (IOException e) {
            process.destroy();
        }
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Process launch(NodeSettings settings, NodeHome home) throws IOException {
        List<String> command = new ArrayList<>(asOrdinaryUser());
        command.addAll(java(settings, home));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.logs().resolve("console.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ES_") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().put("ES_TMPDIR", home.temporary().toString());
        builder.environment().put("LIBFFI_TMPDIR", home.temporary().toString());
        Process process = builder.start();
        OutputStream in = process.getOutputStream();
        in.write(ServerArguments.encode(nodeSettings(settings, home), home.config(), home.logs()));
        in.flush();
        return process;
    }

    /** The server refuses to run as root. In a user namespace of its own it is somebody else, with the same permissions. */
    private static List<String> asOrdinaryUser() throws IOException {
        Path self = Path.of("/proc/self");
        boolean root = Files.exists(self) && (Integer) Files.getAttribute(self, "unix:uid") == 0;
        return root ? List.of("unshare", "--user", "--map-user=1000", "--map-group=1000") : List.of();
    }

    private static List<String> java(NodeSettings settings, NodeHome home) throws IOException {
        Path lib = home.path().resolve("lib");
        Path bridge;
        try (Stream<Path> jars = Files.list(lib.resolve("entitlement-bridge"))) {
            bridge = jars.findFirst().orElseThrow(() -> new IOException(lib + " lacks the entitlement bridge"));
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + settings.heapMiB() + "m",
                "-Xmx" + settings.heapMiB() + "m",
                // A node of some thousand pages is started more often than it is searched.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xss1m",
                "-Xshare:auto",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+EnableDynamicAgentLoading",
                "-Djdk.attach.allowAttachSelf=true",
                "-Des.entitlements.enabled=true",
                "--patch-module=java.base=" + bridge,
                "--add-exports=java.base/org.elasticsearch.entitlement.bridge=org.elasticsearch.entitlement,"
                        + "java.logging,java.net.http,java.naming,jdk.net,jdk.zipfs,jdk.management.agent",
                "--enable-native-access=org.elasticsearch.nativeaccess,org.apache.lucene.core",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Djna.nosys=true",
                "-Dio.netty.noUnsafe=true",
                "-Dio.netty.noKeySetOptimization=true",
                "-Dlog4j.shutdownHookEnabled=false",
                "-Dlog4j2.disable.jmx=true",
                "-Djava.io.tmpdir=" + home.temporary(),
                "-Des.path.home=" + home.path(),
                "-Des.distribution.type=zip",
                "--module-path",
                lib.toString(),
                "--add-modules=jdk.net",
                "--add-modules=jdk.management.agent",
                "--add-modules=ALL-MODULE-PATH",
                "-m",
                "org.elasticsearch.server/org.elasticsearch.bootstrap.Elasticsearch");
    }

    private static Map<String, String> nodeSettings(NodeSettings settings, NodeHome home) {
        Map<String, String> all = new TreeMap<>();
        all.put("path.home", home.path().toString());
        all.put("path.data", home.data().toString());
        all.put("path.logs", home.logs().toString());
        all.put("cluster.name", "lotse-development");
        all.put("node.name", "lotse");
        all.put("node.portsfile", "true");
        all.put("network.host", "127.0.0.1");
        all.put("http.port", Integer.toString(settings.httpPort()));
        all.put("transport.port", "0");
        all.put("discovery.type", "single-node");
        all.put("action.auto_create_index", "false");
        // A developer's disk is often full by a server's standards.
        all.put("cluster.routing.allocation.disk.threshold_enabled", "false");
        // The collector of a small heap leaves garbage for long, which the server would take for memory in use.
        all.put("indices.breaker.total.use_real_memory", "false");
        all.putAll(settings.extra());
        if (settings.extra().containsKey("discovery.seed_hosts")
                || settings.extra().containsKey("cluster.initial_master_nodes")) {
            all.remove("discovery.type");
        }
        return all;
    }

    private static URI awaitAddress(Process process, String scheme, NodeHome home, Path log, long deadline)
            throws IOException, InterruptedException {
        while (true) {
            if (Files.isRegularFile(home.ports())) {
                List<String> lines = Files.readAllLines(home.ports());
                for (String line : lines) {
                    if (line.startsWith("127.0.0.1:")) {
                        return URI.create(scheme + "://" + line.strip());
                    }
                }
            }
            pause(process, log, deadline);
        }
    }

    private static void awaitHealth(Process process, URI address, Path log, long deadline) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            address.resolve("/_cluster/health?wait_for_status=yellow&timeout=5s"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            while (true) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException e) {
                    // Not yet: the loop ends with the process or the deadline.
                }
                pause(process, log, deadline);
            }
        }
    }

    private static void pause(Process process, Path log, long deadline) throws InterruptedException {
        if (!process.isAlive()) {
            throw new EngineException("Elasticsearch ended with code " + process.exitValue()
                    + " while starting; its log ends with:\n" + end(log));
        }
        if (System.nanoTime() > deadline) {
            throw new EngineException("Elasticsearch did not answer in time; its log ends with:\n" + end(log));
        }
        Thread.sleep(POLL);
    }

    private static String end(Path log) {
        for (Path file : List.of(log, log.resolveSibling("console.log"))) {
            try {
                List<String> lines = Files.readAllLines(file);
                if (!lines.isEmpty()) {
                    return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
                }
            } catch (IOException e) {
                // The next file, then.
            }
        }
        return "(" + log + " is empty)";
    }
}
