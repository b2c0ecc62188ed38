package dev.lotse.gateway.retrieval;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a page without its text and links, in the form in which engines store it. Times are milliseconds since 1970. */
public record PageHead(
        String id,
        String url,
        String title,
        List<String> breadcrumbs,
        String lang,
        @Nullable Long updatedAt,
        @Nullable Long validFrom,
        @Nullable Long validUntil,
        List<String> tags,
        String source) {

    /** The head of a page. */
    public static PageHead of(Page page) {
        return new PageHead(
                page.objectId(),
                page.url(),
                page.title(),
                page.breadcrumbs(),
                page.lang(),
                millis(page.updatedAt()),
                millis(page.validFrom()),
                millis(page.validUntil()),
                page.tags(),
                page.source());
    }

    /** The page again, with these sections and links. */
    public Page toPage(List<Page.Section> sections, List<Page.Link> links) {
        return new Page(
                id,
                url,
                title,
                breadcrumbs,
                lang,
                instant(updatedAt),
                instant(validFrom),
                instant(validUntil),
                tags,
                sections,
                links,
                source);
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
