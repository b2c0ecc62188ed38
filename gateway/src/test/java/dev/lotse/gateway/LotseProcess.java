package dev.lotse.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program in its own process, as an operator runs it. */
final class LotseProcess {
    private LotseProcess() {}

    /**
     * Starts a command.
     *
     * @param wrapper the program that starts it and its arguments, or empty
     * @param log where standard error goes
     */
    static Process start(List<String> wrapper, Path data, Path log, String command, String... arguments)
            throws IOException {
        List<String> line = new ArrayList<>(wrapper);
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.lotse.gateway.Main",
                command,
                "--data",
                data.toString()));
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line).redirectError(log.toFile()).start();
    }
}
