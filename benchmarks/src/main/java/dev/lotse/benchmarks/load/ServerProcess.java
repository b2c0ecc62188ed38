package dev.lotse.benchmarks.load;

import dev.lotse.benchmarks.result.ResourceSample;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server as a child process of this one, on a free port; closing ends it. Figures of the process come from Linux's /proc. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
    private static final Duration END = Duration.ofSeconds(20);
    private static final Duration COMMAND = Duration.ofSeconds(30);
    private static final int TAIL = 20;
    private static final double TICKS = 100;

    private final Process process;
    private final int port;
    private final Duration start;

    private ServerProcess(Process process, int port, Duration start) {
        this.process = process;
        this.port = port;
        this.start = start;
    }

    /**
     * Starts a program and waits until it prints its address, {@code http://127.0.0.1:PORT}.
     *
     * @param environment besides this process's own
     * @param log receives what it writes to standard error
     * @throws IOException when it ends or says nothing within the time; the message has the end of the log
     */
    public static ServerProcess start(List<String> command, Map<String, String> environment, Path log, Duration within)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        long begin = System.nanoTime();
        Process process = builder.start();
        BlockingQueue<Integer> ports = new ArrayBlockingQueue<>(1);
        Thread unused = Thread.ofPlatform().daemon().name("server-output").start(() -> watch(process, ports));
        Integer port = ports.poll(within.toMillis(), TimeUnit.MILLISECONDS);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        if (port == null || port == 0) {
            end(process);
            throw new IOException(String.join(" ", command)
                    + (port == null ? " was not ready within " + within.toSeconds() + " s" : " ended") + ":\n"
                    + tail(log));
        }
        return new ServerProcess(process, port, took);
    }

    /** Reads to the end, so that the server never waits for someone who reads; 0 stands for an end without an address. */
    private static void watch(Process process, BlockingQueue<Integer> ports) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher url = URL.matcher(line);
                if (url.find()) {
                    boolean unused = ports.offer(Integer.parseInt(url.group(1)));
                }
            }
        } catch (IOException e) {
            // The process was ended.
        }
        boolean unused = ports.offer(0);
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** From the start of the program to its word that it is ready. */
    public Duration startTime() {
        return start;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Processor time of the whole process so far, in steps of 10 ms; 0 where there is no /proc. */
    long cpuNanos() {
        try {
            String stat = Files.readString(proc("stat"));
            // The name before may hold spaces; after it come state (3rd field) and so on, user and system time are 14th
            // and 15th.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (long) ((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS * 1e9);
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * The sum of a gateway's meters of this name, such as {@code lotse_redis_usable}, whose labels include all of these; 0 without any.
     *
     * @param labels such as {@code level="shared"}
     */
    public double meter(String name, String... labels) throws IOException {
        String text;
        try (HttpConnection connection = new HttpConnection(port, (int) COMMAND.toMillis())) {
            int unused = connection.send(Call.get("/observe/metrics"));
            text = new String(connection.body(), StandardCharsets.UTF_8);
        }
        return text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /**
     * What it holds now.
     *
     * @param collect whether living objects are counted; that collects all garbage and stops the server for a moment
     */
    ResourceSample sample(double second, boolean collect, double p99) throws IOException, InterruptedException {
        List<String> status = Files.readAllLines(proc("status"));
        int files;
        try (Stream<Path> handles = Files.list(proc("fd"))) {
            files = (int) handles.count();
        }
        return new ResourceSample(
                second,
                field(status, "VmRSS") * 1024,
                collect ? livingBytes() : 0,
                (int) field(status, "Threads"),
                files,
                p99);
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }

    private static long field(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /** Bytes of objects that a full collection leaves, from the last line of the JVM's own histogram. */
    private long livingBytes() throws IOException, InterruptedException {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!command.waitFor(COMMAND.toSeconds(), TimeUnit.SECONDS) || command.exitValue() != 0) {
            throw new IOException("jcmd could not count the server's objects: " + text);
        }
        Matcher total = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)").matcher(text);
        if (!total.find()) {
            throw new IOException("jcmd did not say how many bytes the server's objects have");
        }
        return Long.parseLong(total.group(1));
    }

    /** SIGTERM, and SIGKILL if that is not heard. */
    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
