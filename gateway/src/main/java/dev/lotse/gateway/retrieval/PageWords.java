package dev.lotse.gateway.retrieval;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is indexed of a page besides its own texts. Both engines take it from here, so that they find and count the same. */
public final class PageWords {
    private PageWords() {}

    /** The nearest heading of each section, one a line. */
    public static String headings(Page page) {
        return page.sections().stream()
                .filter(section -> !section.headings().isEmpty())
                .map(section -> section.headings().getLast())
                .collect(Collectors.joining("\n"));
    }

    /** The text of all sections. */
    public static String body(Page page) {
        return page.sections().stream().map(Page.Section::text).collect(Collectors.joining("\n"));
    }

    /** Words of the URL's path: {@code /strom/oekostrom-tarif.html} reads "strom oekostrom tarif". */
    public static String url(Page page) {
        String path = page.url()
                .replaceFirst("^[a-z]+://[^/]*", "")
                .replaceFirst("[?#].*$", "")
                .replaceFirst("\\.[a-zA-Z]{2,5}$", "");
        return path.replaceAll("[^\\p{L}\\p{N}]+", " ").strip().toLowerCase(Locale.ROOT);
    }

    /** The values by which a page is found and counted in a filter field. */
    public static List<String> filterValues(Page page, FilterField field) {
        return switch (field) {
            case TAG -> page.tags();
            case LANG -> List.of(page.lang());
            case SECTION ->
                page.breadcrumbs().isEmpty()
                        ? List.of()
                        : List.of(page.breadcrumbs().getLast());
            case SOURCE -> List.of(page.source());
            case OBJECT_ID -> List.of(page.objectId());
        };
    }
}
