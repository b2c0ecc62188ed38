package dev.lotse.gateway;

import dev.lotse.gateway.cli.CommandLineFactory;
import dev.lotse.gateway.ops.Signals;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Starts the command line. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // The store's file is shared with other processes of this machine over a socket, and with no other machine. H2
        // reads
        // this once, when its first class is loaded.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        // What is written is safe at any moment, so a command may simply end; 'serve' ends in order and takes signals
        // itself.
        boolean unused = Signals.onEnd(signal -> Runtime.getRuntime().halt(Signals.EXIT + signal));
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
