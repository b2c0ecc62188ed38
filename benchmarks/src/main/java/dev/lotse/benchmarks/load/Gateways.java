package dev.lotse.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts servers for a run: the gateway by {@code bin/lotse}, as its users do, and the empty handler with the same options.
 *
 * @param home folder of the sources
 * @param data data folder of the gateway
 * @param work folder for logs and for what runs leave behind
 */
public record Gateways(Path home, Path data, Path work) {
    private static final Duration READY = Duration.ofSeconds(60);

    /** The first start of the demo also indexes it. */
    private static final Duration DEMO_READY = Duration.ofMinutes(5);

    /** Those of bin/lotse. */
    private static final List<String> OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");

    /** A gateway on a free port, with further settings as environment variables. */
    public ServerProcess gateway(String name, Map<String, String> settings) throws IOException, InterruptedException {
        return gateway(name, settings, List.of());
    }

    private ServerProcess gateway(String name, Map<String, String> settings, List<String> before)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(settings);
        // One line a request would be measured too; operators of such rates switch it off as well.
        environment.putIfAbsent("LOTSE_LOGGING_ACCESS", "false");
        environment.putIfAbsent("LOTSE_LOGGING_LEVEL", "warn");
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(lotse(), "serve", "--data", data.toString(), "--port", "0"));
        return ServerProcess.start(command, environment, log(name), READY);
    }

    /** A gateway whose files may not grow beyond so many KiB, which to it is as if the disk were full. */
    public ServerProcess gatewayWithFilesUpTo(int kibibytes, String name, Map<String, String> settings)
            throws IOException, InterruptedException {
        return gateway(name, settings, List.of("bash", "-c", "ulimit -f " + kibibytes + " && exec \"$@\"", "bash"));
    }

    /** Indexes the bundled demo site into the data folder, where that was not done before. */
    public void prepareDemo() throws IOException, InterruptedException {
        Files.createDirectories(data);
        ServerProcess demo = ServerProcess.start(
                List.of(lotse(), "demo", "--data", data.toString(), "--port", "0"), Map.of(), log("demo"), DEMO_READY);
        demo.close();
    }

    /** The empty handler, which answers everything with these bytes. */
    ServerProcess floor(byte[] body) throws IOException, InterruptedException {
        Path file = Files.write(work.resolve("floor-body"), body);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), FloorServer.class.getName(), file.toString()));
        return ServerProcess.start(command, Map.of(), log("floor"), READY);
    }

    private String lotse() {
        return home.resolve("bin").resolve("lotse").toString();
    }

    private Path log(String name) {
        return work.resolve(name + ".log");
    }
}
