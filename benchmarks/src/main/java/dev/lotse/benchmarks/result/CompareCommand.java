package dev.lotse.benchmarks.result;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/lotse bench compare}: what got slower. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description =
                "Compares two result files by their ratio to the reference of their own run, so that they may come from"
                        + " different machines, and prints what got slower beyond its noise. Exit code 1 if anything did.")
public final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BEFORE", description = "Results to compare with, such as a baseline.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Path before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "Results of the change.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private Path after;

    @Option(names = "--all", description = "Print also what did not change.")
    private boolean all;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Results first = ResultFile.read(before);
        Results second = ResultFile.read(after);
        Comparison comparison = Comparison.of(first, second);
        PrintWriter out = spec.commandLine().getOut();
        out.println("before  " + about(first));
        out.println("after   " + about(second));
        out.println("Each number is divided by " + first.reference() + " of its own run.");
        out.println();
        out.println("  verdict     times  noise    before      after  unit   what");
        int same = 0;
        for (Comparison.Line line : comparison.lines()) {
            if (line.verdict() == Comparison.Verdict.SAME && !all) {
                same++;
            } else {
                out.println(text(line));
            }
        }
        if (same > 0) {
            out.println("  " + same + " others did not change beyond their noise (--all shows them).");
        }
        comparison.onlyBefore().forEach(name -> out.println("  only before: " + name));
        comparison.onlyAfter().forEach(name -> out.println("  only after:  " + name));
        out.flush();
        return comparison.isSlower() ? 1 : 0;
    }

    private static String about(Results results) {
        Environment at = results.environment();
        return at.at() + "  " + at.commit() + "  " + at.processors() + " × " + at.processor() + "  JDK " + at.jdk();
    }

    private static String text(Comparison.Line line) {
        Double noise = line.noise();
        return String.format(
                Locale.ROOT,
                "  %-8s %8.2f  %5s  %9.3f  %9.3f  %-6s %s",
                line.verdict().name().toLowerCase(Locale.ROOT),
                line.factor(),
                noise == null ? "?" : String.format(Locale.ROOT, "±%.0f%%", 100 * noise),
                line.before().value(),
                line.after().value(),
                line.before().unit(),
                line.after().name());
    }
}
