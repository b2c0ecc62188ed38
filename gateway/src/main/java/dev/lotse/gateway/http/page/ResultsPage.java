package dev.lotse.gateway.http.page;

import dev.lotse.gateway.http.SearchJson;
import dev.lotse.gateway.http.Snippet;
import dev.lotse.gateway.http.TextFragment;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterPrinter;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Renders one page. Used by one thread. */
final class ResultsPage {
    private static final int PAGES_AROUND = 2;

    private final PageView view;
    private final PageTexts texts;
    private final String stylesheet;
    private final Html html = new Html();

    ResultsPage(PageView view, String stylesheet) {
        this.view = view;
        this.texts = view.texts();
        this.stylesheet = stylesheet;
    }

    /** Results, or that there are none. */
    String results(SearchRequest request, SearchOutcome.Answered answer) {
        boolean browsing = request.query().isEmpty();
        String heading = browsing ? texts.browse() : texts.resultsFor().formatted(request.query());
        begin(browsing ? texts.browse() : request.query());
        html.raw("<main id=\"results\" tabindex=\"-1\">\n<h1>").text(heading).raw("</h1>\n");
        long total = answer.result().total();
        long pages = SearchJson.pages(total, request.hitsPerPage());
        html.raw("<p class=\"count\" role=\"status\">").text(count(total));
        if (pages > 1 && request.page() < pages) {
            html.text(" · " + texts.pageOf().formatted(number(request.page() + 1), number(pages)));
        }
        html.raw("</p>\n");
        if (answer.correctedQuery() != null) {
            html.raw("<p class=\"corrected\">")
                    .text(texts.corrected() + " ")
                    .raw("<b>")
                    .text(answer.correctedQuery())
                    .raw("</b></p>\n");
        }
        if (!answer.degraded().isEmpty()) {
            html.raw("<p class=\"notice\">").text(texts.degraded()).raw("</p>\n");
        }
        html.raw("<div class=\"columns\">\n");
        new FacetList(view, html).render(answer.result().facets());
        html.raw("<div class=\"hits\">\n");
        chips();
        if (answer.result().hits().isEmpty()) {
            empty();
        } else {
            int first = request.page() * request.hitsPerPage() + 1;
            html.raw("<ol class=\"list\" start=\"" + first + "\">\n");
            answer.result().hits().forEach(this::hit);
            html.raw("</ol>\n");
        }
        pagination(request.page(), pages);
        html.raw("</div>\n</div>\n</main>\n");
        return end();
    }

    /** The form alone. */
    String start() {
        begin(null);
        html.raw("<main id=\"results\" tabindex=\"-1\">\n<h1>")
                .text(texts.start() + ": " + view.title())
                .raw("</h1>\n<p class=\"count\">")
                .text(texts.tipFewer())
                .raw("</p>\n</main>\n");
        return end();
    }

    /** A message in place of results. */
    String message(String heading, List<String> details) {
        begin(heading);
        html.raw("<main id=\"results\" tabindex=\"-1\">\n<h1>").text(heading).raw("</h1>\n");
        for (String detail : details) {
            html.raw("<p>").text(detail).raw("</p>\n");
        }
        html.raw("</main>\n");
        return end();
    }

    private void begin(@Nullable String topic) {
        html.raw("<!doctype html>\n<html")
                .attribute("lang", texts.tag())
                .raw(">\n<head>\n<meta charset=\"utf-8\">\n<title>")
                .text((topic == null ? "" : topic + " – ") + texts.start() + " – " + view.title())
                .raw("""
                        </title>
                        <meta name="viewport" content="width=device-width, initial-scale=1">
                        <meta name="color-scheme" content="light dark">
                        <meta name="robots" content="noindex">
                        <link rel="stylesheet\"""")
                .attribute("href", stylesheet)
                .raw(">\n</head>\n<body>\n<a class=\"skip\" href=\"#results\">")
                .text(texts.skip())
                .raw("</a>\n<header>\n<div class=\"bar\">\n<a class=\"brand\"")
                .attribute("href", view.home())
                .raw(">")
                .text(view.title())
                .raw("</a>\n");
        form();
        languages();
        html.raw("</div>\n</header>\n");
    }

    private void form() {
        html.raw("<form role=\"search\" method=\"get\"")
                .attribute("action", "/search/" + view.site())
                .raw(">\n<label for=\"q\">")
                .text(texts.searchLabel())
                .raw("</label>\n<div class=\"field\"><input type=\"search\" id=\"q\" name=\"q\" autocomplete=\"off\""
                        + " enterkeyhint=\"search\"")
                .attribute("maxlength", Integer.toString(SearchRequest.MAX_QUERY))
                .attribute("value", view.query())
                .raw(">");
        if (view.lang() != null) {
            html.raw("<input type=\"hidden\" name=\"lang\"")
                    .attribute("value", view.lang())
                    .raw(">");
        }
        html.raw("<button type=\"submit\">").text(texts.search()).raw("</button></div>\n</form>\n");
    }

    private void languages() {
        html.raw("<nav class=\"languages\"")
                .attribute("aria-label", texts.languageSwitch())
                .raw(">");
        for (String language : List.of("de", "en")) {
            html.raw("<a")
                    .attribute(
                            "href",
                            view.query().isEmpty()
                                    ? "/search/" + view.site() + "?lang=" + language
                                    : view.languageLink(language))
                    .attribute("hreflang", language)
                    .attribute("lang", language);
            if (language.equals(texts.tag())) {
                html.attribute("aria-current", "true");
            }
            html.raw(">").text(language.equals("de") ? "Deutsch" : "English").raw("</a>");
        }
        html.raw("</nav>\n");
    }

    private void chips() {
        if (view.conditions().isEmpty()) {
            return;
        }
        html.raw("<p class=\"chips\"><span>").text(texts.active() + ":").raw("</span> ");
        for (Filter condition : view.conditions()) {
            String name = condition instanceof Filter.Equal equal
                    ? new FacetList(view, html).label(equal.field(), equal.value())
                    : FilterPrinter.print(condition);
            html.raw("<a")
                    .attribute("href", view.without(condition))
                    .attribute("aria-label", texts.remove().formatted(name))
                    .raw(">")
                    .text(name)
                    .raw("<span aria-hidden=\"true\"> ×</span></a> ");
        }
        html.raw("</p>\n");
    }

    private void hit(PageHit hit) {
        Page page = hit.page();
        String url = view.settings().resolve(page.url());
        html.raw("<li><article><h2>");
        if (isOpenable(url)) {
            html.raw("<a")
                    .attribute("href", TextFragment.url(url, hit.passage().text(), hit.highlights()))
                    .attribute("hreflang", page.lang())
                    .attribute("lang", page.lang())
                    .raw(">")
                    .text(page.title())
                    .raw("</a>");
        } else {
            html.text(page.title());
        }
        html.raw("</h2>\n<p class=\"path\">").text(path(page, url)).raw("</p>\n");
        snippet(hit);
        meta(page);
        html.raw("</article></li>\n");
    }

    private void snippet(PageHit hit) {
        Snippet snippet = Snippet.of(hit.passage().text(), hit.highlights());
        html.raw("<p class=\"snippet\"").attribute("lang", hit.page().lang()).raw(">");
        int at = 0;
        for (PageHit.Span span : snippet.highlights()) {
            lines(snippet, at, span.start());
            html.raw("<mark>").text(snippet.text(), span.start(), span.end()).raw("</mark>");
            at = span.end();
        }
        lines(snippet, at, snippet.text().length());
        html.raw("</p>\n");
    }

    private void lines(Snippet snippet, int start, int end) {
        int from = start;
        for (int at = snippet.text().indexOf('\n', start);
                at >= 0 && at < end;
                at = snippet.text().indexOf('\n', from)) {
            html.text(snippet.text(), from, at).text(snippet.separator(at));
            from = at + 1;
        }
        html.text(snippet.text(), from, end);
    }

    private void meta(Page page) {
        if (page.updatedAt() == null && page.tags().isEmpty()) {
            return;
        }
        html.raw("<p class=\"meta\">");
        if (page.updatedAt() != null) {
            html.text(texts.updated() + " ")
                    .raw("<time")
                    .attribute("datetime", page.updatedAt().toString())
                    .raw(">")
                    .text(DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                            .withLocale(texts.locale())
                            .withZone(view.zone())
                            .format(page.updatedAt()))
                    .raw("</time>");
        }
        for (String tag : page.tags()) {
            html.raw("<span class=\"tag\">").text(tag).raw("</span>");
        }
        html.raw("</p>\n");
    }

    private void empty() {
        html.raw("<div class=\"empty\"><p>")
                .text(texts.tips())
                .raw("</p><ul><li>")
                .text(texts.tipSpelling())
                .raw("</li><li>")
                .text(texts.tipFewer())
                .raw("</li>");
        if (!view.conditions().isEmpty()) {
            html.raw("<li><a")
                    .attribute("href", view.unfiltered())
                    .raw(">")
                    .text(texts.removeFilters())
                    .raw("</a></li>");
        }
        html.raw("</ul></div>\n");
    }

    private void pagination(int current, long pages) {
        if (pages < 2) {
            return;
        }
        html.raw("<nav class=\"pages\"")
                .attribute("aria-label", texts.pagination())
                .raw("><ul>\n");
        if (current > 0) {
            html.raw("<li><a rel=\"prev\"")
                    .attribute("href", view.pageLink((int) Math.min(current, pages) - 1))
                    .raw(">")
                    .text("‹ " + texts.previous())
                    .raw("</a></li>\n");
        }
        int last = (int) pages - 1;
        boolean gap = false;
        for (int page = 0; page <= last; page++) {
            if (page == 0 || page == last || Math.abs(page - current) <= PAGES_AROUND) {
                pageLink(page, current);
                gap = false;
            } else if (!gap) {
                html.raw("<li class=\"gap\" aria-hidden=\"true\">…</li>\n");
                gap = true;
            }
        }
        if (current < last) {
            html.raw("<li><a rel=\"next\"")
                    .attribute("href", view.pageLink(current + 1))
                    .raw(">")
                    .text(texts.next() + " ›")
                    .raw("</a></li>\n");
        }
        html.raw("</ul></nav>\n");
    }

    private void pageLink(int page, int current) {
        html.raw("<li class=\"number\"><a")
                .attribute("href", view.pageLink(page))
                .attribute("aria-label", texts.page().formatted(number(page + 1)));
        if (page == current) {
            html.attribute("aria-current", "page");
        }
        html.raw(">").text(number(page + 1)).raw("</a></li>\n");
    }

    private String end() {
        return html.raw("</body>\n</html>\n").toString();
    }

    private String count(long total) {
        return total == 0
                ? texts.nothing()
                : total == 1 ? texts.onePage() : texts.pages().formatted(number(total));
    }

    private String number(long number) {
        return NumberFormat.getIntegerInstance(texts.locale()).format(number);
    }

    private static String path(Page page, String url) {
        return page.breadcrumbs().isEmpty() ? url : String.join(" › ", page.breadcrumbs());
    }

    /**
     * A page's address may be anything: script must not run from it, and a relative path, as a folder without a base URL has, would be
     * looked for below this page.
     */
    private static boolean isOpenable(String url) {
        return url.startsWith("/")
                || url.regionMatches(true, 0, "http:", 0, 5)
                || url.regionMatches(true, 0, "https:", 0, 6);
    }
}
