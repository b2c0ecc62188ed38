package dev.lotse.gateway.ingest.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.ingest.extract.CleanText;
import dev.lotse.gateway.ingest.extract.Dates;
import dev.lotse.gateway.ingest.extract.ExtractedPage;
import dev.lotse.gateway.ingest.extract.LanguageDetector;
import dev.lotse.gateway.ingest.extract.LenientUri;
import dev.lotse.gateway.ingest.extract.PageExtractor;
import dev.lotse.gateway.retrieval.Page;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects to pages. Content is one of {@code html}, {@code markdown}, {@code text} and {@code sections}; what the object
 * states wins over what the content says. Thread-safe.
 */
final class PushedPages {
    /** Name of the source of pushed pages. */
    static final String SOURCE = "push";

    private static final Set<String> FIELDS = Set.of(
            "objectID",
            "url",
            "title",
            "lang",
            "html",
            "markdown",
            "text",
            "sections",
            "tags",
            "breadcrumbs",
            "updatedAt",
            "validFrom",
            "validUntil");
    private static final List<String> CONTENT = List.of("html", "markdown", "text", "sections");
    private static final Set<String> SECTION_FIELDS = Set.of("headings", "text");

    private static final int MAX_ID = 512;
    private static final int MAX_URL = 2000;
    private static final int MAX_TITLE = 300;
    private static final int MAX_TAGS = 50;
    private static final int MAX_BREADCRUMBS = 12;
    private static final int MAX_LABEL = 120;
    private static final int MAX_SECTIONS = 10_000;
    private static final int MAX_HEADINGS = 10;
    private static final int MAX_HEADING = 250;

    /** Only to resolve references; no page has this address. */
    private static final URI NOWHERE = URI.create("http://relative.invalid/");

    private final PageExtractor extractor;
    private final LanguageDetector detector;
    private final Dates dates;

    PushedPages(PageExtractor extractor, LanguageDetector detector) {
        this.extractor = extractor;
        this.detector = detector;
        this.dates = new Dates(extractor.settings().zone());
    }

    /** The page of a line's object, or what is wrong with it. */
    LineResult read(long line, ObjectNode object) {
        JsonFields fields = new JsonFields(object, dates);
        fields.onlyKnown(FIELDS);
        String objectId = fields.line("objectID", MAX_ID, true);
        String url = url(fields);
        boolean extracted = fields.has("html") || fields.has("markdown");
        String title = fields.line("title", MAX_TITLE, !extracted);
        String lang = lang(fields);
        List<String> tags = fields.lines("tags", MAX_TAGS, MAX_LABEL);
        List<String> breadcrumbs = fields.lines("breadcrumbs", MAX_BREADCRUMBS, MAX_LABEL);
        Instant updatedAt = fields.start("updatedAt");
        Instant validFrom = fields.start("validFrom");
        Instant validUntil = fields.end("validUntil");
        if (validFrom != null && validUntil != null && !validFrom.isBefore(validUntil)) {
            fields.error("validUntil", fields.get("validUntil").toString(), "a time after validFrom");
        }
        Content content = content(fields, url, objectId);
        if (!fields.errors().isEmpty() || content == null) {
            return new LineResult.Rejected(line, objectId, fields.errors());
        }
        Page said = content.page();
        String pageTitle = title.isEmpty() ? said.title() : title;
        return new LineResult.Accepted(
                line,
                new Page(
                        objectId,
                        url,
                        pageTitle,
                        fields.has("breadcrumbs") ? breadcrumbs : said.breadcrumbs(),
                        lang.isEmpty() ? content.lang(pageTitle) : lang,
                        updatedAt == null ? said.updatedAt() : updatedAt,
                        validFrom == null ? said.validFrom() : validFrom,
                        validUntil == null ? said.validUntil() : validUntil,
                        fields.has("tags") ? tags : said.tags(),
                        said.sections(),
                        said.links(),
                        SOURCE));
    }

    /** What the content says; its language is known already, or to be detected. */
    private record Content(Page page, @Nullable LanguageDetector detector) {
        String lang(String title) {
            if (detector == null) {
                return page.lang();
            }
            StringBuilder sample = new StringBuilder(title);
            page.sections().stream()
                    .limit(20)
                    .forEach(section -> sample.append('\n').append(section.text()));
            return detector.detect(sample.substring(0, Math.min(sample.length(), 2000)));
        }
    }

    private @Nullable Content content(JsonFields fields, String url, String objectId) {
        List<String> given = CONTENT.stream().filter(fields::has).toList();
        if (given.size() != 1) {
            fields.error(
                    given.isEmpty() ? "text" : given.get(1),
                    given.isEmpty() ? "" : "given beside " + given.getFirst(),
                    "exactly one of " + String.join(", ", CONTENT));
            return null;
        }
        URI location = LenientUri.resolve(NOWHERE, url).orElse(NOWHERE);
        return switch (given.getFirst()) {
            case "html" -> extracted(extractor.html(fields.text("html"), location), objectId, url, location);
            case "markdown" ->
                extracted(extractor.markdown(fields.text("markdown"), location), objectId, url, location);
            case "text" ->
                plain(List.of(new Page.Section(List.of(), CleanText.lines(fields.text("text")))), objectId, url);
            default -> plain(sections(fields), objectId, url);
        };
    }

    private static Content extracted(ExtractedPage page, String objectId, String url, URI location) {
        return new Content(page.toPage(objectId, url, SOURCE, target -> linked(target, location, objectId)), null);
    }

    private Content plain(List<Page.Section> sections, String objectId, String url) {
        Page page =
                new Page(objectId, url, "", List.of(), "und", null, null, null, List.of(), sections, List.of(), SOURCE);
        return new Content(page, detector);
    }

    /** Where the objectID is the end of the page's address, that of a linked page is the same part of its address. */
    private static Optional<String> linked(URI target, URI location, String objectId) {
        String own = location.toString();
        String other = target.toString().replaceFirst("[?#].*$", "");
        if (!own.endsWith(objectId)) {
            return Optional.empty();
        }
        String prefix = own.substring(0, own.length() - objectId.length());
        return other.startsWith(prefix) && other.length() > prefix.length()
                ? Optional.of(other.substring(prefix.length()))
                : Optional.empty();
    }

    private static List<Page.Section> sections(JsonFields fields) {
        JsonNode array = fields.get("sections");
        if (!array.isArray() || array.size() > MAX_SECTIONS) {
            fields.error("sections", JsonFields.shown(array), "an array of at most " + MAX_SECTIONS + " objects");
            return List.of();
        }
        List<Page.Section> sections = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String field = "sections[" + i + "]";
            JsonNode each = array.get(i);
            if (!each.isObject() || !each.path("text").isTextual()) {
                fields.error(field, JsonFields.shown(each), "an object with text and, if need be, headings");
                continue;
            }
            each.fieldNames().forEachRemaining(name -> {
                if (!SECTION_FIELDS.contains(name)) {
                    fields.error(field + "." + name, "an unknown field", "the fields headings, text");
                }
            });
            List<String> headings = each.has("headings")
                    ? fields.lines(each.get("headings"), field + ".headings", MAX_HEADINGS, MAX_HEADING)
                    : List.of();
            sections.add(
                    new Page.Section(headings, CleanText.lines(each.path("text").textValue())));
        }
        return sections;
    }

    /** Other schemes than http could run script in a visitor's browser. */
    private static String url(JsonFields fields) {
        String url = fields.line("url", MAX_URL, true);
        if (!url.isEmpty()) {
            Optional<URI> resolved = LenientUri.resolve(NOWHERE, url);
            String scheme = resolved.map(URI::getScheme).orElse("").toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                fields.error("url", url, "an http or https address, or one relative to the site");
            }
        }
        return url;
    }

    private static String lang(JsonFields fields) {
        String lang = fields.line("lang", 35, false);
        if (!lang.isEmpty() && !lang.matches("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")) {
            fields.error("lang", lang, "a BCP 47 tag such as \"de\"");
        }
        return lang.isEmpty() ? "" : lang.split("-", 2)[0].toLowerCase(Locale.ROOT);
    }
}
