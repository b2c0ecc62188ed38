package dev.lotse.gateway;

import dev.lotse.gateway.cli.CommandLineFactory;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Starts the command line. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // Pages are UTF-8 whatever the terminal's locale says; the POSIX locale of a container would lose every umlaut.
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exit = CommandLineFactory.create(EmbeddedWorkspace::new, new ServerAssembly())
                .setOut(out)
                .setErr(err)
                .execute(arguments);
        out.flush();
        err.flush();
        System.exit(exit);
    }
}
