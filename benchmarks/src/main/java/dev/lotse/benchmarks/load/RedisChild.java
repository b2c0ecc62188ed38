package dev.lotse.benchmarks.load;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** A real {@code redis-server} of this process, which can be killed and paused. Used by one thread. */
public final class RedisChild implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final int port;
    private Process process;

    /** Starts it on a free port, empty and without a file. */
    public RedisChild() throws IOException, InterruptedException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = start();
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Kills it and starts an empty one on the same port. */
    public void restart() throws IOException, InterruptedException {
        kill();
        process = start();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        boolean unused = process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    /** SIGSTOP: connections stay open, and nothing is answered. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Sends a command whose answer does not matter. */
    public void command(String line) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            if (socket.getInputStream().read() != '+') {
                throw new IOException("redis-server refused " + line);
            }
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " ended with " + exit);
        }
    }

    private Process start() throws IOException, InterruptedException {
        Process started = new ProcessBuilder(
                        executable(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        long end = System.nanoTime() + START.toNanos();
        while (!accepts()) {
            if (System.nanoTime() - end > 0 || !started.isAlive()) {
                started.destroyForcibly();
                throw new IOException("redis-server did not start");
            }
            Thread.sleep(20);
        }
        return started;
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The machine's own where it has one, else the one in the library. */
    private static String executable() throws IOException {
        String path = String.valueOf(System.getenv("PATH"));
        File own = Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "redis-server").toFile())
                .filter(File::canExecute)
                .findFirst()
                .orElse(null);
        return own != null
                ? own.getPath()
                : ExecutableProvider.newJarResourceProvider(ExecutableProvider.newProvidedVersionsMap())
                        .get()
                        .getPath();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
