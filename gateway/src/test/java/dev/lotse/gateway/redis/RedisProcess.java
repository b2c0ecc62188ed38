package dev.lotse.gateway.redis;

import dev.lotse.gateway.deadline.NanoClock;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.embedded.core.ExecutableProvider;

/** A real {@code redis-server} as a child process on a free port of this machine. Used by one thread. */
public final class RedisProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final int port = freePort();
    private final List<String> options;
    private final List<RedisConnection> connections = new ArrayList<>();
    private @Nullable Process process;

    /**
     * Starts it.
     *
     * @param options of redis-server, besides those for port and persistence
     */
    public RedisProcess(String... options) {
        this.options = List.of(options);
        start();
    }

    /** Starts it again on the same port. */
    public void start() {
        List<String> command = new ArrayList<>(List.of(
                executable(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no"));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long end = System.nanoTime() + START.toNanos();
        while (!accepts()) {
            if (System.nanoTime() - end > 0 || !running().isAlive()) {
                throw new AssertionError("redis-server did not start: " + command);
            }
            Thread.onSpinWait();
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** A client that is not the gateway's, with a password if there is one. */
    public RedisClient client(String... password) {
        return password.length == 0
                ? RedisClient.create("127.0.0.1", port)
                : RedisClient.create("127.0.0.1", port, "default", password[0]);
    }

    /** The gateway's connection, whose callers wait so long at most. It is closed with the process. */
    public RedisConnection connection(ExecutorService executor, Duration wait) {
        URI at = URI.create(url());
        RedisSettings settings = new RedisSettings(
                Optional.of(at), Optional.empty(), Optional.empty(), "lotse", wait, wait.multipliedBy(2), 32);
        RedisConnection connection = new RedisConnection(settings, at, executor, NanoClock.SYSTEM, RedisObserver.NONE);
        connections.add(connection);
        return connection;
    }

    /** SIGSTOP: connections stay open, and nothing is answered any more. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** SIGKILL. */
    public void kill() {
        try {
            running().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        connections.forEach(RedisConnection::close);
        kill();
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder(
                            "kill", "-" + name, Long.toString(running().pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("kill -" + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The machine's own where it has one, else the one that the test library brings. */
    private static String executable() {
        String path = String.valueOf(System.getenv("PATH"));
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "redis-server").toFile())
                .filter(File::canExecute)
                .findFirst()
                .orElseGet(RedisProcess::bundled)
                .getPath();
    }

    private static File bundled() {
        try {
            return ExecutableProvider.newJarResourceProvider(ExecutableProvider.newProvidedVersionsMap())
                    .get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
