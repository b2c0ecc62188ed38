package dev.lotse.gateway.ingest.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.front.matter.YamlFrontMatterExtension;
import org.commonmark.ext.front.matter.YamlFrontMatterVisitor;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.nodes.Entities;

/**
 * Markdown to an HTML document whose head carries the front matter, so that both kinds take the same way through extraction.
 * Front matter fields: title, lang, date, updated, lastmod, tags, valid-from, valid-until, draft.
 */
final class MarkdownRenderer {
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), YamlFrontMatterExtension.create());

    /** The renderer goes down by recursion, so that ten thousands of nested quotes would overflow the stack. */
    private static final int MAX_DEPTH = 100;

    private final Parser parser = Parser.builder()
            .extensions(EXTENSIONS)
            .maxOpenBlockParsers(MAX_DEPTH)
            .build();
    private final HtmlRenderer renderer =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();

    String toHtml(String markdown) {
        Node document = parser.parse(markdown);
        YamlFrontMatterVisitor visitor = new YamlFrontMatterVisitor();
        document.accept(visitor);
        return "<!doctype html><html" + language(visitor.getData()) + "><head>" + head(visitor.getData())
                + "</head><body><main>" + renderer.render(document) + "</main></body></html>";
    }

    private static String language(Map<String, List<String>> fields) {
        String lang = first(fields, "lang", "language");
        return lang.isEmpty() ? "" : " lang=\"" + Entities.escape(lang) + "\"";
    }

    private static String head(Map<String, List<String>> fields) {
        StringBuilder head = new StringBuilder();
        String title = first(fields, "title");
        if (!title.isEmpty()) {
            head.append("<meta property=\"og:title\" content=\"")
                    .append(Entities.escape(title))
                    .append("\">");
        }
        meta(head, "article:modified_time", first(fields, "updated", "lastmod", "date"));
        meta(head, "lotse:valid-from", first(fields, "valid-from", "validFrom"));
        meta(head, "lotse:valid-until", first(fields, "valid-until", "validUntil", "expires"));
        List<String> tags = new ArrayList<>();
        for (String value : fields.getOrDefault("tags", List.of())) {
            // commonmark hands over flow sequences such as [a, b] as one text
            for (String tag : value.replaceAll("^\\s*\\[|\\]\\s*$", "").split(",", -1)) {
                tags.add(tag.strip().replaceAll("^[\"']|[\"']$", ""));
            }
        }
        meta(head, "lotse:tags", String.join(",", tags));
        if (first(fields, "draft").toLowerCase(Locale.ROOT).equals("true")) {
            meta(head, "lotse", "noindex");
        }
        return head.toString();
    }

    private static void meta(StringBuilder head, String name, String content) {
        if (!content.isEmpty()) {
            head.append("<meta name=\"")
                    .append(name)
                    .append("\" content=\"")
                    .append(Entities.escape(content))
                    .append("\">");
        }
    }

    private static String first(Map<String, List<String>> fields, String... names) {
        for (String name : names) {
            for (String value : fields.getOrDefault(name, List.of())) {
                if (!value.isBlank()) {
                    return value.strip();
                }
            }
        }
        return "";
    }
}
