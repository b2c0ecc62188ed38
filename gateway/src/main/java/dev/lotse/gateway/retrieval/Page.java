package dev.lotse.gateway.retrieval;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a site as ingest extracted it: main content only, in reading order.
 *
 * @param objectId identifies the page within its site
 * @param url where a visitor opens it; may be relative to the site's base
 * @param title never blank
 * @param breadcrumbs the page's place in the site, outermost first, without the title
 * @param lang BCP 47 primary language subtag such as {@code de}, or {@code und}
 * @param updatedAt when the content last changed, as the page says
 * @param validFrom the page is not offered before
 * @param validUntil the page is not offered from then on
 * @param tags free labels for filters and facets
 * @param sections content by heading, in reading order
 * @param links links to other pages of the site with their text
 * @param source where the page came from ({@code folder:…}, {@code crawl:…}, {@code push}); a run replaces only the pages
 *     of its own source
 */
public record Page(
        String objectId,
        String url,
        String title,
        List<String> breadcrumbs,
        String lang,
        @Nullable Instant updatedAt,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        List<String> tags,
        List<Section> sections,
        List<Link> links,
        String source) {

    public Page {
        breadcrumbs = List.copyOf(breadcrumbs);
        tags = List.copyOf(tags);
        sections = List.copyOf(sections);
        links = List.copyOf(links);
    }

    /**
     * Text below one heading, up to the next.
     *
     * @param headings the headings above the text from the outermost to the nearest, without the page title; empty for the lead
     * @param text paragraphs, list items and table rows separated by {@code \n}; may be empty where a heading has no text
     */
    public record Section(List<String> headings, String text) {
        public Section {
            headings = List.copyOf(headings);
        }
    }

    /**
     * A link inside the main content to another page of the same site.
     *
     * @param objectId the page it points to
     * @param text its visible text
     */
    public record Link(String objectId, String text) {}
}
