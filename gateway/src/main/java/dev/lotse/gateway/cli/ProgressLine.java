package dev.lotse.gateway.cli;

import dev.lotse.gateway.ingest.IngestService;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * Shows how far a run is: on a terminal one line that is written over, elsewhere a line every ten seconds. Used by one thread at
 * a time.
 */
final class ProgressLine {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final boolean terminal;
    private Duration lastLine = Duration.ZERO;
    private int width;

    ProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    synchronized void show(IngestService.Progress progress) {
        if (terminal) {
            String line = format(progress);
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
            width = line.length();
        } else if (progress.elapsed().minus(lastLine).compareTo(BETWEEN_LINES) >= 0) {
            out.println(format(progress));
            out.flush();
            lastLine = progress.elapsed();
        }
    }

    synchronized void clear() {
        if (terminal && width > 0) {
            out.print("\r" + " ".repeat(width) + "\r");
            out.flush();
            width = 0;
        }
    }

    static String format(IngestService.Progress progress) {
        StringBuilder line = new StringBuilder();
        line.append(count(progress.pages()));
        if (progress.expectedPages() >= 0) {
            line.append(" of ").append(count(progress.expectedPages()));
        }
        line.append(" pages, ").append(count(progress.passagesEmbedded())).append(" passages embedded");
        double seconds = progress.elapsed().toMillis() / 1000.0;
        if (seconds >= 1 && progress.passagesEmbedded() > 0) {
            line.append(String.format(Locale.ROOT, " (%.0f/s)", progress.passagesEmbedded() / seconds));
        }
        if (progress.passagesReused() > 0) {
            line.append(", ").append(count(progress.passagesReused())).append(" unchanged");
        }
        if (progress.remaining().compareTo(Duration.ZERO) > 0) {
            line.append(", ").append(duration(progress.remaining())).append(" left");
        }
        return line.toString();
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String duration(Duration duration) {
        long seconds = Math.max(1, (duration.toMillis() + 500) / 1000);
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }
}
