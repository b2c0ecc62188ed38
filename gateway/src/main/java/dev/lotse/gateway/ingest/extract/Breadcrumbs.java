package dev.lotse.gateway.ingest.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** The visible path of a page within its site. */
final class Breadcrumbs {
    private static final String VISIBLE = "nav[aria-label~=(?i)breadcrumb|brotkr(?:u|ü)mel|brotkrumen|pfadnavigation], "
            + "[class~=(?i)(?:^|[\\s_-])breadcrumbs?(?:$|[\\s_-])], [itemtype$=/BreadcrumbList], [id~=(?i)^breadcrumbs?$], "
            + "[role=navigation][aria-label~=(?i)breadcrumb|brotkrumen]";

    private static final Pattern SEPARATOR = Pattern.compile("^[\\s>›»/|→·:\\\\-]*$");
    private static final Pattern EDGE = Pattern.compile("^[\\s>›»/|→·]+|[\\s>›»/|→·]+$");
    private static final int MAX_ENTRIES = 12;
    private static final int MAX_LENGTH = 120;

    private Breadcrumbs() {}

    /** Outermost first, perhaps with the page itself at the end; to be called before boilerplate is stripped. */
    static List<String> of(Document document, StructuredData data) {
        List<String> entries = new ArrayList<>();
        Element visible = document.selectFirst(VISIBLE);
        if (visible != null) {
            entries.addAll(visible(visible));
        }
        if (entries.isEmpty()) {
            entries.addAll(data.breadcrumbs());
        }
        entries.removeIf(entry -> entry.length() > MAX_LENGTH);
        return List.copyOf(entries.subList(0, Math.min(entries.size(), MAX_ENTRIES)));
    }

    /** The entries without the page itself. */
    static List<String> above(List<String> entries, String title) {
        boolean self = !entries.isEmpty() && entries.getLast().equalsIgnoreCase(title);
        return self ? entries.subList(0, entries.size() - 1) : entries;
    }

    private static List<String> visible(Element root) {
        Entries entries = new Entries();
        root.traverse(entries);
        entries.end();
        if (entries.current >= 0 && entries.current < entries.found.size()) {
            return entries.found.subList(0, entries.current);
        }
        return entries.found;
    }

    /** Every link, list item or text between separators is an entry. */
    private static final class Entries implements NodeVisitor {
        private final List<String> found = new ArrayList<>();
        private final StringBuilder entry = new StringBuilder();
        private int current = -1;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                String words = text.getWholeText();
                if (SEPARATOR.matcher(words).matches()) {
                    if (!words.isBlank()) {
                        end();
                    }
                    CleanText.append(entry, " ");
                } else {
                    CleanText.append(entry, words);
                }
            } else if (node instanceof Element element) {
                if (element.is("a, li, span[itemprop=name]") || element.isBlock()) {
                    end();
                }
                if (element.attr("aria-current").equals("page") && current < 0) {
                    end();
                    current = found.size();
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element && (element.is("a, li") || element.isBlock())) {
                end();
            }
        }

        private void end() {
            String text = EDGE.matcher(CleanText.line(entry.toString())).replaceAll("");
            entry.setLength(0);
            if (!text.isEmpty()) {
                found.add(text);
            }
        }
    }
}
