package dev.lotse.gateway.ingest.extract;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** What a document declares about itself. Read before boilerplate is stripped. Keywords are deliberately not read. */
final class PageMetadata {
    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG_LENGTH = 100;

    /** Earlier expiry dates are tricks against browser caches. */
    private static final Instant EARLIEST_EXPIRY = Instant.parse("2000-01-01T00:00:00Z");

    private final Document document;
    private final StructuredData data;
    private final Dates dates;

    PageMetadata(Document document, StructuredData data, Dates dates) {
        this.document = document;
        this.data = data;
        this.dates = dates;
    }

    String meta(String name) {
        for (Element meta : document.select("meta[name], meta[property], meta[itemprop]")) {
            if (meta.attr("name").equalsIgnoreCase(name)
                    || meta.attr("property").equalsIgnoreCase(name)
                    || meta.attr("itemprop").equalsIgnoreCase(name)) {
                String content = meta.attr("content").strip();
                if (!content.isEmpty()) {
                    return content;
                }
            }
        }
        return "";
    }

    String siteName() {
        String declared = Stream.of("og:site_name", "application-name")
                .map(this::meta)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
        if (!declared.isEmpty()) {
            return declared;
        }
        // A selector "header .brand" would look at all ancestors of every element.
        for (Element brand : document.select(".brand, .navbar-brand, .site-title, .site-name, [rel=home]")) {
            boolean onlyInHeader = brand.hasClass("brand") || brand.hasClass("site-title");
            if (!onlyInHeader || brand.closest("header") != null) {
                return brand.text();
            }
        }
        return "";
    }

    @Nullable
    Instant updatedAt() {
        return firstStart(
                meta("article:modified_time"),
                meta("og:updated_time"),
                meta("dcterms.modified"),
                meta("dateModified"),
                data.value("dateModified").orElse(""),
                meta("last-modified"),
                time("time[itemprop=dateModified][datetime], time.updated[datetime], time.dt-updated[datetime]"),
                meta("article:published_time"),
                data.value("datePublished").orElse(""),
                meta("date"),
                time("time[itemprop=datePublished][datetime], time[pubdate][datetime]"),
                onlyTime());
    }

    @Nullable
    Instant validFrom() {
        return firstStart(meta("lotse:valid-from"));
    }

    /** The {@code http-equiv} form of expires speaks to caches, not about the content, and is left alone. */
    @Nullable
    Instant validUntil() {
        Optional<Instant> declared = dates.end(meta("lotse:valid-until"));
        if (declared.isPresent()) {
            return declared.get();
        }
        return dates.end(meta("expires"))
                .or(() -> dates.end(unavailableAfter()))
                .filter(until -> until.isAfter(EARLIEST_EXPIRY))
                .orElse(null);
    }

    List<String> tags() {
        Set<String> tags = new LinkedHashSet<>();
        for (String tag : meta("lotse:tags").split(",", -1)) {
            tags.add(CleanText.line(tag));
        }
        for (Element meta : document.select("meta[property=article:tag]")) {
            tags.add(CleanText.line(meta.attr("content")));
        }
        return tags.stream()
                .filter(tag -> !tag.isEmpty() && tag.length() <= MAX_TAG_LENGTH)
                .limit(MAX_TAGS)
                .toList();
    }

    /** The declared language of the element that holds the content, or of its nearest ancestor with one, or empty. */
    static Optional<String> language(Element root) {
        List<String> declared = new ArrayList<>();
        for (Element element = root; element != null; element = element.parent()) {
            declared.add(element.attr("lang"));
            declared.add(element.attr("xml:lang"));
        }
        return first(declared);
    }

    /** The language that the head of the document declares, or empty. */
    Optional<String> language() {
        List<String> declared = new ArrayList<>();
        declared.add(meta("og:locale"));
        Element http = document.selectFirst("meta[http-equiv~=(?i)^content-language$]");
        declared.add(http == null ? "" : http.attr("content"));
        declared.add(meta("language"));
        declared.add(meta("dc.language"));
        declared.add(data.value("inLanguage").orElse(""));
        return first(declared);
    }

    private static Optional<String> first(List<String> declared) {
        return declared.stream()
                .map(PageMetadata::primarySubtag)
                .flatMap(Optional::stream)
                .findFirst();
    }

    static Optional<String> primarySubtag(String tag) {
        String lower = tag.strip().toLowerCase(Locale.ROOT);
        return lower.matches("[a-z]{2,3}(?:[-_].*)?") && !lower.startsWith("und")
                ? Optional.of(Locale.of(lower.split("[-_]", 2)[0]).getLanguage())
                : Optional.empty();
    }

    ExtractedPage.Robots robots(URI base) {
        Set<String> directives = directives("robots");
        boolean excluded = directives("lotse").contains("noindex");
        Element link = document.selectFirst("link[rel~=(?i)^canonical$][href]");
        URI canonical = link == null
                ? null
                : LenientUri.resolve(base, link.attr("href")).orElse(null);
        boolean none = directives.contains("none");
        return new ExtractedPage.Robots(
                none || directives.contains("noindex"), none || directives.contains("nofollow"), excluded, canonical);
    }

    private Set<String> directives(String name) {
        Set<String> directives = new LinkedHashSet<>();
        for (Element meta : document.select("meta[name=" + name + "]")) {
            for (String directive :
                    meta.attr("content").toLowerCase(Locale.ROOT).split(",", -1)) {
                directives.add(directive.strip());
            }
        }
        return directives;
    }

    private String unavailableAfter() {
        for (String directive : meta("robots").split(",", -1)) {
            if (directive.strip().toLowerCase(Locale.ROOT).startsWith("unavailable_after:")) {
                return directive.strip().substring("unavailable_after:".length());
            }
        }
        return "";
    }

    private @Nullable Instant firstStart(String... candidates) {
        for (String candidate : candidates) {
            Optional<Instant> date = dates.start(candidate);
            if (date.isPresent()) {
                return date.get();
            }
        }
        return null;
    }

    private String time(String selector) {
        Element time = document.selectFirst(selector);
        return time == null ? "" : time.attr("datetime");
    }

    /** Several times are dates of events or of other articles. */
    private String onlyTime() {
        List<Element> times = document.select("time[datetime]").stream()
                .filter(time -> time.closest("main, article") != null)
                .limit(2)
                .toList();
        return times.size() == 1 ? times.getFirst().attr("datetime") : "";
    }
}
