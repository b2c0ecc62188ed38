package dev.lotse.benchmarks.chaos;

import dev.lotse.benchmarks.result.LoadStep;
import java.io.PrintStream;
import java.util.Locale;

/** Prints what visitors got under each fault, and remembers whether a promise was broken. Used by one thread. */
final class Report {
    private final PrintStream out;
    private int broken;

    Report(PrintStream out) {
        this.out = out;
    }

    void heading() {
        out.println(
                "fault                                    asked    whole degraded refused  failed   p50 ms   p99 ms   promise");
    }

    /**
     * A fault under which each visitor gets an answer, perhaps without a part.
     *
     * @param refusals whether being told to come back is an answer here
     */
    void visitors(String fault, LoadStep step, boolean refusals) {
        row(fault, step, refusals || step.refused() == 0);
    }

    /** Nothing is broken that a search needs: each visitor gets an answer with all its parts. */
    void undisturbed(String fault, LoadStep step) {
        row(fault, step, step.refused() == 0 && step.degraded() == 0);
    }

    private void row(String fault, LoadStep step, boolean promise) {
        boolean kept = step.requests() > 0 && step.failed() == 0 && promise;
        out.println(String.format(
                Locale.ROOT,
                "%-38s %7d %8d %8d %7d %7d %8.1f %8.1f   %s",
                fault,
                step.requests(),
                step.requests() - step.degraded() - step.refused() - step.failed(),
                step.degraded(),
                step.refused(),
                step.failed(),
                step.latency().p50(),
                step.latency().p99(),
                verdict(kept)));
    }

    /** Something that has to hold. */
    void check(String what, boolean kept) {
        out.println(String.format(Locale.ROOT, "%-109s   %s", what, verdict(kept)));
    }

    int broken() {
        return broken;
    }

    private String verdict(boolean kept) {
        broken += kept ? 0 : 1;
        return kept ? "kept" : "BROKEN";
    }
}
