package dev.lotse.gateway.ingest.extract;

import dev.lotse.gateway.retrieval.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTML and Markdown documents. Thread-safe; a call's memory is bounded by {@link ExtractionSettings}, its running time
 * is linear in the size of the document, and no document, however broken, makes it throw.
 */
public final class PageExtractor {
    /** Deeper nesting is flattened by the parser; the deepest real pages stay below 100. */
    private static final int MAX_DEPTH = 512;

    private static final int MAX_LINKS = 5000;
    private static final int MAX_LINK_TEXT = 200;
    private static final int DETECTION_SAMPLE = 2000;

    /** With less text than this, a list of links is the content. */
    private static final int HARDLY_ANY_TEXT = 150;

    private final LanguageDetector detector;
    private final ExtractionSettings settings;
    private final Dates dates;
    private final MarkdownRenderer markdown = new MarkdownRenderer();

    public PageExtractor(LanguageDetector detector, ExtractionSettings settings) {
        this.detector = detector;
        this.settings = settings;
        this.dates = new Dates(settings.zone());
    }

    /** The limits in force. */
    public ExtractionSettings settings() {
        return settings;
    }

    /**
     * Reads an HTML document.
     *
     * @param bytes the document or the start of it; more than {@link ExtractionSettings#maxBytes} is not read
     * @param httpCharset what the server declared, or null
     * @param location absolute address of the document, the base of its links
     */
    public ExtractedPage html(byte[] bytes, @Nullable String httpCharset, URI location) {
        int length = Math.min(bytes.length, settings.maxBytes());
        return extract(TextDecoder.decode(bytes, length, httpCharset), location, length < bytes.length);
    }

    /** Reads an HTML document or fragment that is text already. */
    public ExtractedPage html(String html, URI location) {
        int length = Math.min(html.length(), settings.maxBytes());
        return extract(html.substring(0, length), location, length < html.length());
    }

    /** Reads a Markdown document (CommonMark, tables, YAML front matter). */
    public ExtractedPage markdown(byte[] bytes, URI location) {
        int length = Math.min(bytes.length, settings.maxBytes());
        String text = TextDecoder.decode(bytes, length, "utf-8");
        return extract(markdown.toHtml(text), location, length < bytes.length);
    }

    /** Reads a Markdown document that is text already. */
    public ExtractedPage markdown(String text, URI location) {
        int length = Math.min(text.length(), settings.maxBytes());
        return extract(markdown.toHtml(text.substring(0, length)), location, length < text.length());
    }

    private ExtractedPage extract(String html, URI location, boolean cut) {
        int end = endOfTag(html, settings.maxTags());
        String truncated = cut
                ? "larger than " + settings.maxBytes() + " bytes: only the start was read"
                : end < html.length() ? "more than " + settings.maxTags() + " tags: only the start was read" : null;
        Parser parser = Parser.htmlParser().setMaxDepth(MAX_DEPTH);
        Document document = parser.parseInput(end < html.length() ? html.substring(0, end) : html, location.toString());

        StructuredData data = StructuredData.of(document);
        PageMetadata metadata = new PageMetadata(document, data, dates);
        URI base = base(document, location);
        String declaredTitle = document.title();
        String social = metadata.meta("og:title");
        String siteName = metadata.siteName();
        var updatedAt = metadata.updatedAt();
        var validFrom = metadata.validFrom();
        var validUntil = metadata.validUntil();
        List<String> tags = metadata.tags();
        Optional<String> headLanguage = metadata.language();
        ExtractedPage.Robots robots = metadata.robots(base);
        List<URI> allLinks = targets(document, base, robots.nofollow());
        List<String> breadcrumbs = Breadcrumbs.of(document, data);

        Boilerplate.strip(document);
        Element root = MainContent.find(document);
        String title = PageTitle.of(document, root, declaredTitle, social, siteName, location);
        List<Hyperlink> contentLinks = links(root, base);
        Optional<String> declaredLanguage = PageMetadata.language(root).or(() -> headLanguage);
        List<Page.Section> sections = sections(root, title);
        String lang = declaredLanguage.orElseGet(() -> detector.detect(sample(title, sections)));
        return new ExtractedPage(
                title,
                Breadcrumbs.above(breadcrumbs, title),
                lang,
                updatedAt,
                validFrom,
                validUntil,
                tags,
                sections,
                contentLinks,
                allLinks,
                robots,
                truncated);
    }

    private static List<Page.Section> sections(Element root, String title) {
        List<Element> lists = Boilerplate.lists(root);
        if (!lists.isEmpty()) {
            Element trimmed = root.clone();
            Boilerplate.lists(trimmed).forEach(Element::remove);
            List<Page.Section> sections = SectionCollector.collect(trimmed, title);
            if (sections.stream().mapToInt(section -> section.text().length()).sum() >= HARDLY_ANY_TEXT) {
                return sections;
            }
        }
        return SectionCollector.collect(root, title);
    }

    private static URI base(Document document, URI location) {
        Element base = document.selectFirst("base[href]");
        return base == null
                ? location
                : LenientUri.resolve(location, base.attr("href")).orElse(location);
    }

    private static List<URI> targets(Document document, URI base, boolean nofollow) {
        Set<URI> targets = new LinkedHashSet<>();
        if (!nofollow) {
            for (Element link : document.select("a[href], area[href], frame[src]")) {
                if (targets.size() >= MAX_LINKS) {
                    break;
                }
                if (!link.attr("rel").contains("nofollow")) {
                    String href = link.attr(link.nameIs("frame") ? "src" : "href");
                    LenientUri.resolve(base, href).ifPresent(targets::add);
                }
            }
        }
        return new ArrayList<>(targets);
    }

    private static List<Hyperlink> links(Element root, URI base) {
        List<Hyperlink> links = new ArrayList<>();
        for (Element link : root.select("a[href]")) {
            if (links.size() >= MAX_LINKS) {
                break;
            }
            String href = link.attr("href").strip();
            String text = CleanText.line(link.text());
            if (text.isEmpty()) {
                Element image = link.selectFirst("img[alt]");
                text = image == null ? "" : CleanText.line(image.attr("alt"));
            }
            if (!href.isEmpty() && !href.startsWith("#") && !text.isEmpty() && text.length() <= MAX_LINK_TEXT) {
                String words = text;
                LenientUri.resolve(base, href).ifPresent(target -> links.add(new Hyperlink(target, words)));
            }
        }
        return links;
    }

    private static String sample(String title, List<Page.Section> sections) {
        StringBuilder sample = new StringBuilder(title).append('\n');
        for (Page.Section section : sections) {
            if (sample.length() >= DETECTION_SAMPLE) {
                break;
            }
            sample.append(section.text(), 0, Math.min(section.text().length(), DETECTION_SAMPLE))
                    .append('\n');
        }
        return sample.substring(0, Math.min(sample.length(), DETECTION_SAMPLE));
    }

    /** Index of the tag after so many tags, or the length. Memory of a parsed tree goes by tags, not by bytes. */
    private static int endOfTag(String html, int maxTags) {
        int at = -1;
        for (int tags = 0; tags <= maxTags; tags++) {
            at = html.indexOf('<', at + 1);
            if (at < 0) {
                return html.length();
            }
        }
        return at;
    }
}
