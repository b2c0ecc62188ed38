package dev.lotse.gateway.ingest.extract;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.jspecify.annotations.Nullable;

/**
 * Finds the element that holds the content of a stripped document: what the page declares, else a container under a customary
 * name, else the smallest element with nearly all prose.
 */
final class MainContent {
    /** Containers of common generators and content management systems, most specific first. */
    private static final List<String> KNOWN = List.of(
            "#DisplayArea",
            "[itemprop=articleBody]",
            "#mw-content-text",
            ".markdown-body",
            ".theme-doc-markdown",
            ".td-content",
            ".entry-content",
            ".post-content",
            ".article-content",
            ".article-body",
            "#main-content",
            ".main-content",
            "#maincontent",
            "#content",
            "#bodyContent",
            "#main",
            ".content",
            ".main");

    /** Of the document's prose, what a container must hold to be believed. */
    private static final double BELIEVED_SHARE = 0.5;

    /** Of the document's prose, what the smallest element must hold. */
    private static final double NEARLY_ALL = 0.9;

    private MainContent() {}

    static Element find(Document document) {
        Element body = document.body();
        TextMeasure measure = TextMeasure.of(body);
        Element declared = longest(document.select("main, [role=main]"), measure);
        if (declared != null && measure.text(declared) > 0) {
            return declared;
        }
        Elements articles = outermost(document.select("article"));
        if (articles.size() == 1 && holds(articles.get(0), body, measure)) {
            return articles.get(0);
        }
        for (String selector : KNOWN) {
            Element known = longest(document.select(selector), measure);
            if (known != null && holds(known, body, measure)) {
                return known;
            }
        }
        return densest(body, measure);
    }

    private static boolean holds(Element element, Element body, TextMeasure measure) {
        int prose = measure.prose(body);
        return prose > 0
                ? measure.prose(element) >= prose * BELIEVED_SHARE
                : measure.text(element) >= measure.text(body) * BELIEVED_SHARE && measure.text(element) > 0;
    }

    private static Element densest(Element body, TextMeasure measure) {
        double wanted = measure.prose(body) * NEARLY_ALL;
        Element found = body;
        if (measure.prose(body) == 0) {
            return body;
        }
        boolean descended = true;
        while (descended) {
            descended = false;
            for (Element child : found.children()) {
                if (child.isBlock() && measure.prose(child) >= wanted && !isText(child)) {
                    found = child;
                    descended = true;
                    break;
                }
            }
        }
        return found;
    }

    /** Going into a single paragraph or table would lose the headings beside it. */
    private static boolean isText(Element element) {
        return switch (element.normalName()) {
            case "p", "ul", "ol", "dl", "pre", "blockquote", "figure" -> true;
            case "table" -> element.selectFirst("table, h1, h2, h3, p") == null;
            default -> false;
        };
    }

    private static @Nullable Element longest(Elements elements, TextMeasure measure) {
        Element longest = null;
        for (Element element : elements) {
            if (longest == null || measure.text(element) > measure.text(longest)) {
                longest = element;
            }
        }
        return longest;
    }

    private static Elements outermost(Elements elements) {
        Elements outermost = new Elements();
        for (Element element : elements) {
            Element parent = element.parent();
            if (parent == null || parent.closest("article") == null) {
                outermost.add(element);
            }
        }
        return outermost;
    }
}
