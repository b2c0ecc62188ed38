package dev.lotse.gateway.cli;

import dev.lotse.gateway.http.Snippet;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.ScoreParts;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.Step;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints an answer for a person; on a terminal with bold highlights. */
final class SearchOutput {
    private static final int WIDTH = 96;
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String OFF = "\u001b[0m";

    private final PrintWriter out;
    private final boolean colours;

    SearchOutput(PrintWriter out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    void print(String query, SearchOutcome.Answered answer, long millis) {
        long total = answer.result().total();
        out.println(
                total == 0
                        ? "Nothing found for \"" + query + "\" (" + answer.lang() + ")."
                        : answer.result().hits().size() + " of " + ProgressLine.count(total) + " pages for \"" + query
                                + "\" (" + answer.lang() + ", " + millis + " ms)");
        if (answer.correctedQuery() != null) {
            out.println("Also searched for: " + answer.correctedQuery());
        }
        if (!answer.degraded().isEmpty()) {
            out.println("Left out: "
                    + answer.degraded().stream().map(Step::wireName).sorted().collect(Collectors.joining(", ")));
        }
        int rank = 1;
        for (PageHit hit : answer.result().hits()) {
            out.println();
            out.println(String.format(
                    Locale.ROOT, "%2d. %s", rank++, style(BOLD, clean(hit.page().title()))));
            out.println("    "
                    + style(
                            DIM,
                            clean(hit.page().url()) + "  " + hit.page().lang()
                                    + String.format(Locale.ROOT, "  %.3f", hit.score())));
            Snippet snippet = Snippet.of(hit.passage().text(), hit.highlights());
            for (String line : wrap(clean(marked(snippet))).split("\n", -1)) {
                out.println("    " + line.replace("\u0001", colours ? BOLD : "").replace("\u0002", colours ? OFF : ""));
            }
            if (hit.explanation() != null) {
                explain(hit.explanation());
            }
        }
    }

    private void explain(ScoreParts parts) {
        out.println("    "
                + style(
                        DIM,
                        "words: rank " + parts.lexicalRank() + ", score " + parts.lexicalScore() + "; meaning: rank "
                                + parts.denseRank() + ", cosine " + parts.denseScore()));
        if (parts.lexicalDetails() != null) {
            parts.lexicalDetails().lines().forEach(line -> out.println("      " + line));
        }
    }

    /** Control characters of a page could steer the terminal; the two marks are our own. */
    private static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\u0001\u0002\n]]", " ");
    }

    private static String marked(Snippet snippet) {
        String source = snippet.text().replace('\u0001', ' ').replace('\u0002', ' ');
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (PageHit.Span span : snippet.highlights()) {
            lines(snippet, source, at, span.start(), text);
            text.append('\u0001').append(source, span.start(), span.end()).append('\u0002');
            at = span.end();
        }
        lines(snippet, source, at, source.length(), text);
        return text.toString();
    }

    private static void lines(Snippet snippet, String source, int start, int end, StringBuilder out) {
        for (int i = start; i < end; i++) {
            if (source.charAt(i) == '\n') {
                out.append(snippet.separator(i));
            } else {
                out.append(source.charAt(i));
            }
        }
    }

    private static String wrap(String text) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : text.split(" ", -1)) {
            int shown = word.replaceAll("[\u0001\u0002]", "").length();
            if (length > 0 && length + 1 + shown > WIDTH) {
                lines.append('\n');
                length = 0;
            } else if (length > 0) {
                lines.append(' ');
                length++;
            }
            lines.append(word);
            length += shown;
        }
        return lines.toString();
    }

    private String style(String code, String text) {
        return colours ? code + text + OFF : text;
    }
}
