package dev.lotse.gateway.ingest.extract;

import dev.lotse.gateway.retrieval.Page;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a document says, before its source decides what the page is called.
 *
 * @param title never blank
 * @param breadcrumbs outermost first, without the title
 * @param lang BCP 47 primary subtag, or {@code und}
 * @param updatedAt when the content last changed, as the page says
 * @param validFrom not to be offered before
 * @param validUntil not to be offered from then on
 * @param tags free labels
 * @param sections content by heading, in reading order
 * @param contentLinks links in the main content
 * @param allLinks targets of all links of the document, for crawling
 * @param robots what the document tells crawlers
 * @param truncated why not all of the document was read, or null
 */
public record ExtractedPage(
        String title,
        List<String> breadcrumbs,
        String lang,
        @Nullable Instant updatedAt,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        List<String> tags,
        List<Page.Section> sections,
        List<Hyperlink> contentLinks,
        List<URI> allLinks,
        Robots robots,
        @Nullable String truncated) {

    public ExtractedPage {
        breadcrumbs = List.copyOf(breadcrumbs);
        tags = List.copyOf(tags);
        sections = List.copyOf(sections);
        contentLinks = List.copyOf(contentLinks);
        allLinks = List.copyOf(allLinks);
    }

    /**
     * What a document tells crawlers.
     *
     * @param noindex it must not be found
     * @param nofollow its links must not be followed
     * @param excluded it asks this search in particular to leave it out ({@code <meta name="lotse" content="noindex">}, or a
     *     Markdown draft)
     * @param canonical the address under which it wants to be known, or null
     */
    public record Robots(
            boolean noindex,
            boolean nofollow,
            boolean excluded,
            @Nullable URI canonical) {
        /** Says nothing. */
        public static final Robots NONE = new Robots(false, false, false, null);
    }

    /**
     * The page as a source offers it.
     *
     * @param objectIds the id of the page that a link target means, or empty for targets elsewhere; links to the page itself
     *     and repeated links are left out
     */
    public Page toPage(String objectId, String url, String source, Function<URI, Optional<String>> objectIds) {
        Set<Page.Link> links = new LinkedHashSet<>();
        for (Hyperlink link : contentLinks) {
            objectIds
                    .apply(link.target())
                    .filter(id -> !id.equals(objectId))
                    .ifPresent(id -> links.add(new Page.Link(id, link.text())));
        }
        return new Page(
                objectId,
                url,
                title,
                breadcrumbs,
                lang,
                updatedAt,
                validFrom,
                validUntil,
                tags,
                sections,
                new ArrayList<>(links),
                source);
    }
}
