package dev.lotse.gateway.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.http.SiteSettings;
import dev.lotse.gateway.http.TestServer;
import dev.lotse.gateway.search.FakeSearchService;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the title of a hit leads to. */
class ResultLinksTest {
    private static final String TITLE = "Zähler ablesen";

    private static String page(Map<String, SiteSettings> sites, String url) {
        try (TestServer server = new TestServer(
                TestServer.SETTINGS,
                sites,
                (test, settings) ->
                        new ResultsPageRoutes(test.cachedSearch, settings, sites, ZoneOffset.UTC).routes())) {
            server.search.answer(request -> FakeSearchService.answered(
                    List.of(FakeSearchService.hit("service/zaehler.html", url, TITLE, "Den [Zähler] ablesen.")), 1));
            return server.get("/search/help?q=z").body();
        }
    }

    @Test
    void aRelativeUrlWithoutABaseIsShownAndNotLinked() {
        String html = page(Map.of(), "service/zaehler.html");

        assertThat(html).contains("<h2>" + TITLE + "</h2>").doesNotContain("href=\"service/");
    }

    @Test
    void aRelativeUrlIsLinkedBelowTheBaseUrlOfTheSite() {
        SiteSettings settings =
                new SiteSettings(Optional.empty(), URI.create("https://www.example.org/de/"), List.of());

        assertThat(page(Map.of("help", settings), "service/zaehler.html"))
                .contains("href=\"https://www.example.org/de/service/zaehler.html");
    }

    @Test
    void addressesOfTheWebAndPathsOfThisServerAreLinkedAndNothingElse() {
        assertThat(page(Map.of(), "https://www.example.org/a")).contains("href=\"https://www.example.org/a");
        assertThat(page(Map.of(), "/demo/a.html")).contains("href=\"/demo/a.html");
        assertThat(page(Map.of(), "javascript:alert(1)")).doesNotContain("href=\"javascript");
    }
}
