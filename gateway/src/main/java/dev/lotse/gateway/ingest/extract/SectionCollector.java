package dev.lotse.gateway.ingest.extract;

import dev.lotse.gateway.retrieval.Page;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * Walks the main content once and writes it down as sections: one line per paragraph, list item, table row or line of code.
 * Cells of a row are separated by {@code " | "}; a defined term stands before its definition.
 */
final class SectionCollector implements NodeVisitor {
    private static final int MAX_HEADING = 250;
    private static final String CELL = " | ";

    /** Alternative texts that only name the picture. */
    private static final Pattern PLAIN_PICTURE = Pattern.compile(
            "(?i)^(?:[\\w.-]+\\.(?:png|jpe?g|gif|svg|webp)|.{0,14}|(?:.*\\b)?(?:icon|symbol|logo|image|picture|foto|bild|screenshot|spacer)(?:\\b.*)?)$");

    private final String title;
    private final List<Page.Section> sections = new ArrayList<>();
    private final List<Heading> path = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private final Deque<Row> rows = new ArrayDeque<>();
    private final Deque<Element> dataTables = new ArrayDeque<>();
    private String term = "";
    private int preDepth;
    private boolean titleSeen;
    private boolean sectionOpen;

    private record Heading(int level, String text) {}

    private static final class Row {
        private final List<String> cells = new ArrayList<>();
        private final StringBuilder cell = new StringBuilder();
    }

    private SectionCollector(String title) {
        this.title = title;
    }

    /**
     * The sections of the content.
     *
     * @param title heading that repeats it at the start opens no section
     */
    static List<Page.Section> collect(Element root, String title) {
        SectionCollector collector = new SectionCollector(title);
        root.traverse(collector);
        collector.flush();
        collector.closeSection();
        return collector.sections;
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode textNode) {
            appendText(textNode.getWholeText());
            return;
        }
        if (!(node instanceof Element element)) {
            return;
        }
        switch (element.normalName()) {
            case "br", "hr" -> flush();
            case "img" -> appendPicture(element);
            case "pre" -> {
                flush();
                preDepth++;
            }
            case "table" -> {
                flush();
                if (rows.isEmpty()) {
                    flushTerm();
                }
                if (isData(element)) {
                    dataTables.push(element);
                }
            }
            case "tr" -> {
                flush();
                if (isInDataTable(element)) {
                    rows.push(new Row());
                }
            }
            case "td", "th" -> flush();
            case "wbr" -> {}
            default -> {
                if (level(element) > 0 || element.isBlock()) {
                    flush();
                } else if (element.normalName().indexOf('-') > 0) {
                    CleanText.append(line, " ");
                }
            }
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (!(node instanceof Element element)) {
            return;
        }
        switch (element.normalName()) {
            case "pre" -> {
                flush();
                preDepth--;
            }
            case "table" -> {
                flush();
                if (element.equals(dataTables.peek())) {
                    dataTables.pop();
                }
            }
            case "td", "th" -> endCell();
            case "tr" -> endRow(element);
            case "dt" -> {
                String defined = takeLine();
                flushTerm();
                term = defined;
            }
            case "dl" -> {
                flush();
                flushTerm();
            }
            default -> {
                int level = level(element);
                if (level > 0) {
                    endHeading(level);
                } else if (element.isBlock()) {
                    flush();
                } else if (element.normalName().indexOf('-') > 0) {
                    CleanText.append(line, " ");
                }
            }
        }
    }

    private void appendText(String raw) {
        if (preDepth == 0) {
            CleanText.append(line, raw);
            return;
        }
        int from = 0;
        for (int newline = raw.indexOf('\n'); newline >= 0; newline = raw.indexOf('\n', from)) {
            CleanText.append(line, raw.substring(from, newline));
            flush();
            from = newline + 1;
        }
        CleanText.append(line, raw.substring(from));
    }

    private void appendPicture(Element image) {
        String alt = CleanText.line(image.attr("alt"));
        if (!alt.isEmpty()
                && !image.attr("role").equals("presentation")
                && alt.length() <= 500
                && !PLAIN_PICTURE.matcher(alt).matches()) {
            CleanText.append(line, " " + alt + " ");
        }
    }

    private String takeLine() {
        CleanText.trimEnd(line);
        String taken = CleanText.normalise(line);
        line.setLength(0);
        return taken;
    }

    private void flush() {
        String flushed = takeLine();
        if (flushed.isEmpty()) {
            return;
        }
        Row row = rows.peek();
        if (row != null) {
            row.cell
                    .append(row.cell.isEmpty() ? "" : endsSentence(row.cell) ? " " : "; ")
                    .append(flushed);
            return;
        }
        if (!term.isEmpty()) {
            flushed = term + (endsSentence(term) ? " " : ": ") + flushed;
            term = "";
        }
        addLine(flushed);
    }

    /** A term without a definition is a line of its own. */
    private void flushTerm() {
        if (!term.isEmpty()) {
            String alone = term;
            term = "";
            addLine(alone);
        }
    }

    private void addLine(String flushed) {
        text.append(text.isEmpty() ? "" : "\n").append(flushed);
    }

    private void endCell() {
        flush();
        Row row = rows.peek();
        if (row != null) {
            if (!row.cell.isEmpty()) {
                row.cells.add(row.cell.toString());
            }
            row.cell.setLength(0);
        }
    }

    private void endRow(Element element) {
        endCell();
        if (isInDataTable(element) && !rows.isEmpty()) {
            Row row = rows.pop();
            if (!row.cells.isEmpty()) {
                addLine(String.join(CELL, row.cells));
            }
        }
    }

    private void endHeading(int level) {
        String heading = takeLine();
        if (heading.isEmpty() || !rows.isEmpty()) {
            CleanText.append(line, heading);
            flush();
            return;
        }
        if (heading.length() > MAX_HEADING) {
            // A paragraph dressed up as a heading.
            addLine(heading);
            return;
        }
        flushTerm();
        if (!titleSeen && heading.equalsIgnoreCase(title)) {
            titleSeen = true;
            closeSection();
            path.clear();
            return;
        }
        closeSection();
        path.removeIf(above -> above.level() >= level);
        path.add(new Heading(level, heading));
        sectionOpen = true;
    }

    private void closeSection() {
        if (!text.isEmpty() || sectionOpen) {
            sections.add(new Page.Section(path.stream().map(Heading::text).toList(), text.toString()));
            text.setLength(0);
        }
        sectionOpen = false;
    }

    private static boolean endsSentence(CharSequence text) {
        return ".!?:;,".indexOf(text.charAt(text.length() - 1)) >= 0;
    }

    private static int level(Element element) {
        String name = element.normalName();
        if (name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6') {
            return name.charAt(1) - '0';
        }
        if (element.attr("role").equals("heading")) {
            String level = element.attr("aria-level");
            return level.matches("[1-9]") ? Integer.parseInt(level) : 2;
        }
        return 0;
    }

    /** Tables that only arrange other blocks are read block by block. */
    private static boolean isData(Element table) {
        return !table.attr("role").equals("presentation")
                && !table.attr("role").equals("none")
                && table.selectFirst("table table, h1, h2, h3, h4, h5, h6, pre") == null;
    }

    private boolean isInDataTable(Element row) {
        Element table = row.closest("table");
        return table != null && table.equals(dataTables.peek());
    }
}
