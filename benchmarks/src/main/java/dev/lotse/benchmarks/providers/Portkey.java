package dev.lotse.benchmarks.providers;

import dev.lotse.benchmarks.load.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The npm package {@code @portkey-ai/gateway} in a folder of its own: installed by npm, run by node as its own command does. */
record Portkey(Path folder) {
    /** The version that is compared with. */
    static final String VERSION = "1.15.2";

    private static final Duration INSTALL = Duration.ofMinutes(5);
    private static final Duration READY = Duration.ofSeconds(60);

    /** Runs the package's program in this process, and says where it listens once it does. */
    private static final String LAUNCHER = """
            import net from 'node:net';
            const [program, port] = process.argv.splice(2, 2);
            process.argv.push('--port=' + port, '--headless');
            await import(program);
            const look = () => {
              const socket = net.connect(Number(port), '127.0.0.1');
              socket.on('connect', () => { socket.destroy(); console.log('http://127.0.0.1:' + port); });
              socket.on('error', () => setTimeout(look, 50));
            };
            look();
            """;

    /** Installs it unless it is there. */
    void install() throws IOException, InterruptedException {
        if (Files.isRegularFile(program())) {
            return;
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("package.json"), "{\"private\":true}\n");
        Process npm = new ProcessBuilder(
                        "npm",
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "@portkey-ai/gateway@" + VERSION)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("npm.log").toFile())
                .start();
        if (!npm.waitFor(INSTALL.toSeconds(), TimeUnit.SECONDS)) {
            npm.destroy();
            throw new IOException("npm did not end within " + INSTALL.toMinutes() + " min");
        }
        if (npm.exitValue() != 0 || !Files.isRegularFile(program())) {
            throw new IOException("npm could not install @portkey-ai/gateway; see " + folder.resolve("npm.log"));
        }
    }

    private Path program() {
        return folder.resolve("node_modules/@portkey-ai/gateway/build/start-server.js");
    }

    ServerProcess start() throws IOException, InterruptedException {
        Path launcher = Files.writeString(folder.resolve("launch.mjs"), LAUNCHER);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        return ServerProcess.start(
                List.of("node", launcher.toString(), program().toUri().toString(), Integer.toString(port)),
                Map.of("NODE_ENV", "production"),
                folder.resolve("portkey.log"),
                READY);
    }
}
