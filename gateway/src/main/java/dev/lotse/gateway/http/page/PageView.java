package dev.lotse.gateway.http.page;

import dev.lotse.gateway.http.SiteSettings;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.FilterPrinter;
import dev.lotse.gateway.search.SearchRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page is about: the site and what the visitor chose. Makes the links that change one choice.
 *
 * @param site its name
 * @param settings of the site
 * @param texts words in the visitor's language
 * @param query the visitor's words, clean
 * @param filter what the results are narrowed to
 * @param lang what the visitor chose explicitly, or null
 * @param zone of the dates shown
 */
record PageView(
        String site,
        SiteSettings settings,
        PageTexts texts,
        String query,
        Filter filter,
        @Nullable String lang,
        ZoneId zone) {

    /** The view of a search. */
    PageView of(SearchRequest request) {
        return new PageView(site, settings, texts, request.query(), request.filter(), lang, zone);
    }

    /** The site's title. */
    String title() {
        return settings.title().orElse(site);
    }

    /** Address of the empty search. */
    String home() {
        return "/search/" + site + (lang == null ? "" : "?lang=" + lang);
    }

    /** The same search, on another page of results. */
    String pageLink(int page) {
        return link(filter, page, lang);
    }

    /** The same search with another interface language. */
    String languageLink(String language) {
        return link(filter, 0, language);
    }

    /** The same search without filters. */
    String unfiltered() {
        return link(new Filter.All(), 0, lang);
    }

    /** The conditions that hold all together; empty where there are none. */
    List<Filter> conditions() {
        return switch (filter) {
            case Filter.All all -> List.of();
            case Filter.And(List<Filter> operands) -> operands;
            default -> List.of(filter);
        };
    }

    boolean isActive(FilterField field, String value) {
        return conditions().contains(new Filter.Equal(field, value));
    }

    /** The same search narrowed further. */
    String with(FilterField field, String value) {
        List<Filter> all = new ArrayList<>(conditions());
        all.add(new Filter.Equal(field, value));
        return link(join(all), 0, lang);
    }

    /** The same search without one condition. */
    String without(Filter condition) {
        List<Filter> all = new ArrayList<>(conditions());
        all.remove(condition);
        return link(join(all), 0, lang);
    }

    private static Filter join(List<Filter> all) {
        return switch (all.size()) {
            case 0 -> new Filter.All();
            case 1 -> all.getFirst();
            default -> new Filter.And(all);
        };
    }

    private String link(Filter chosen, int page, @Nullable String language) {
        StringBuilder url =
                new StringBuilder("/search/").append(site).append("?q=").append(encode(query));
        String expression = FilterPrinter.print(chosen);
        if (!expression.isEmpty()) {
            url.append("&filters=").append(encode(expression));
        }
        if (language != null) {
            url.append("&lang=").append(language);
        }
        if (page > 0) {
            url.append("&page=").append(page);
        }
        return url.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
