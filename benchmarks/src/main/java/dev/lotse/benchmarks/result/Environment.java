package dev.lotse.benchmarks.result;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where and how a run was measured.
 *
 * @param processor its name as the operating system gives it
 * @param processors how many the JVM may use
 * @param memoryBytes of the machine; 0 where it is unknown
 * @param system operating system and version
 * @param jdk vendor and version
 * @param commit of the sources, with {@code +} where files had been changed; {@code unknown} outside a repository
 * @param command what repeats the run
 * @param at start, UTC
 * @param loadAverage processes that wanted to run in the minute before; above 0.5 other work was going on
 */
public record Environment(
        String processor,
        int processors,
        long memoryBytes,
        String system,
        String jdk,
        String commit,
        String command,
        String at,
        double loadAverage) {

    /** What this machine is now. */
    public static Environment now(Path home, String command, Clock clock) {
        return new Environment(
                line(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch", "unknown")),
                Runtime.getRuntime().availableProcessors(),
                line(Path.of("/proc/meminfo"), "MemTotal")
                        .map(text -> Long.parseLong(text.replaceAll("\\D", "")) * 1024)
                        .orElse(0L),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"),
                commit(home),
                command,
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                Math.max(0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    }

    private static Optional<String> line(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String commit(Path home) {
        String commit = git(home, "rev-parse", "--short=12", "HEAD");
        if (commit.isEmpty()) {
            return "unknown";
        }
        return git(home, "status", "--porcelain", "--untracked-files=no").isEmpty() ? commit : commit + "+";
    }

    private static String git(Path home, String... arguments) {
        List<String> command = Stream.concat(Stream.of("git", "-C", home.toString()), Stream.of(arguments))
                .toList();
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? out : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
