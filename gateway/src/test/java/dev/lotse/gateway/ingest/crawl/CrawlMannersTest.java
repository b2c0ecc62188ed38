package dev.lotse.gateway.ingest.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.ingest.IngestException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a crawl behaves towards a site: robots.txt, pauses, retries, and which hosts it never connects to. */
class CrawlMannersTest {
    @TempDir
    Path state;

    private final TestSite site = new TestSite();

    @AfterEach
    void stop() {
        site.close();
    }

    private TestCrawl crawl() {
        return new TestCrawl(site, state);
    }

    private TestSite robots(String text) {
        return site.on("/robots.txt", TestSite.text("text/plain", text));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void robotsRulesAreObeyedForPagesAndSitemaps() {
        robots("User-agent: *\nDisallow: /private\nAllow: /private/open\n\nUser-agent: otherbot\nDisallow: /\n")
                .page("/", "Start", "<a href='/private/a'>a</a> <a href='/private/open'>b</a>")
                .page("/private/open", "Open", "o")
                .on(
                        "/s.xml",
                        TestSite.text(
                                "text/xml", "<urlset><url><loc>" + site.url("/private/a") + "</loc></url></urlset>"));

        CrawlResult result = crawl().run("/");

        assertThat(result.found()).containsOnlyKeys("/", "/private/open");
        assertThat(result.skipped().get("/private/a")).isEqualTo("robots.txt does not allow to read it");
        assertThat(crawl().run("/s.xml").skipped()).containsOnlyKeys("/private/a");
        assertThat(site.requested()).doesNotContain("/private/a");
    }

    @Test
    void aGroupOfItsOwnNameWinsOverTheGeneralOne() {
        robots("User-agent: *\nDisallow: /\n\nUser-agent: TESTBOT\nDisallow: /b\n")
                .page("/", "Start", "<a href='/b'>b</a>");

        assertThat(crawl().run("/").found()).containsOnlyKeys("/");
    }

    @Test
    void aStartThatRobotsForbidsIsAnError() {
        robots("User-agent: *\nDisallow: /\n").page("/", "Start", "s");

        assertThatThrownBy(() -> crawl().run("/"))
                .isInstanceOf(IngestException.class)
                .hasMessage("robots.txt of " + site.url("") + " does not allow to read " + site.url("/"));
        assertThat(site.requested()).containsExactly("/robots.txt");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void aMissingRobotsFileMeansNoRules(int status) {
        site.on("/robots.txt", TestSite.status(status)).page("/", "Start", "s");

        assertThat(crawl().run("/").found()).containsOnlyKeys("/");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aRobotsFileThatTheServerCannotGiveForbidsEverything(int status) {
        site.on("/robots.txt", TestSite.status(status)).page("/", "Start", "s");

        assertThatThrownBy(() -> crawl().run("/"))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining(site.url("/robots.txt") + " answers " + status)
                .hasMessageContaining("try again later");
        assertThat(site.requested()).doesNotContain("/");
    }

    @Test
    void aRobotsFileMayBeMovedWithinTheSite() {
        site.on("/robots.txt", TestSite.redirect("/r/robots"))
                .on("/r/robots", TestSite.text("text/plain", "User-agent: *\nDisallow: /b"))
                .page("/", "Start", "<a href='/b'>b</a>")
                .page("/b", "B", "b");

        assertThat(crawl().run("/").found()).containsOnlyKeys("/");
    }

    @Test
    void thePauseBetweenRequestsIsTheLongerOneOfSettingAndCrawlDelay() {
        site.page("/", "Start", "<a href='/a'>a</a>").page("/a", "A", "a");
        TestCrawl own = crawl().with(s -> s.withLimits(100, 20, seconds(2)));
        own.run("/");
        assertThat(own.time.slept()).containsExactly(seconds(2), seconds(2));

        robots("User-agent: *\nCrawl-delay: 5\n");
        TestCrawl asked = crawl().with(s -> s.withLimits(100, 20, seconds(2)));
        asked.run("/");
        assertThat(asked.time.slept()).containsExactly(seconds(5), seconds(5));

        robots("User-agent: *\nCrawl-delay: 0.5\n");
        TestCrawl shorter = crawl().with(s -> s.withLimits(100, 20, seconds(2)));
        shorter.run("/");
        assertThat(shorter.time.slept()).containsExactly(seconds(2), seconds(2));
    }

    @Test
    void retryAfterIsWaitedForInSecondsOrUntilADate() {
        site.page("/", "Start", "<a href='/a'>a</a> <a href='/b'>b</a>")
                .on("/a", TestSite.status(503, "Retry-After", "7"), TestSite.html("A", "a"))
                .on(
                        "/b",
                        // The manual time starts at noon, and 7 seconds have passed.
                        TestSite.status(503, "Retry-After", "Sun, 1 Mar 2026 12:00:30 GMT"),
                        TestSite.html("B", "b"));
        TestCrawl crawl = crawl();

        assertThat(crawl.run("/").found()).containsOnlyKeys("/", "/a", "/b");
        assertThat(crawl.time.slept()).containsExactly(seconds(7), seconds(23));
    }

    @Test
    void withoutRetryAfterThePauseDoublesAndWaitsAreBounded() {
        site.page("/", "Start", "<a href='/a'>a</a> <a href='/b'>b</a>")
                .on("/a", TestSite.hangUp(), TestSite.status(503), TestSite.html("A", "a"))
                .on("/b", TestSite.status(503, "Retry-After", "86400"), TestSite.html("B", "b"));
        TestCrawl crawl = crawl();

        assertThat(crawl.run("/").found()).containsOnlyKeys("/", "/a", "/b");
        assertThat(crawl.time.slept()).containsExactly(seconds(1), seconds(2), Duration.ofMinutes(2));
    }

    @Test
    void afterTooManyRequestsTheCrawlStaysSlower() {
        site.page("/", "Start", "<a href='/a'>a</a>")
                .on("/a", TestSite.status(429, "Retry-After", "3"), TestSite.html("A", "<a href='/b'>b</a>"))
                .page("/b", "B", "b");
        TestCrawl crawl = crawl().with(s -> s.withLimits(100, 20, seconds(1)));

        assertThat(crawl.run("/").found()).containsOnlyKeys("/", "/a", "/b");
        assertThat(crawl.time.slept()).containsExactly(seconds(1), seconds(1), seconds(3), Duration.ofMillis(2100));
    }

    @Test
    void everyRequestNamesTheCrawlerAndWhatItReads() {
        site.page("/", "Start", "s");

        crawl().run("/");

        assertThat(site.requests("/").getFirst().headers())
                .containsEntry("user-agent", "TestBot/1.0 (tests)")
                .containsEntry("host", "127.0.0.1:" + site.port());
        assertThat(site.requests("/").getFirst().headers().get("accept")).startsWith("text/html");
    }

    @Test
    void compressedAnswersAreAskedFor() {
        site.page("/", "Start", "s");

        crawl().run("/");

        assertThat(site.requests("/").getFirst().headers().getOrDefault("accept-encoding", ""))
                .contains("gzip");
    }

    /** The client would send the path unescaped, and drop what follows a semicolon. */
    @Test
    void addressesAreSentAsTheyStandInLinks() {
        String path = "/a%2Fb%0D%0AX:%20y;p=1?q=1+2%26;r=%3D";
        site.page("/", "Start", "<a href='" + path + "'>x</a>").page(path.replace(";", "%3B"), "A", "a");

        assertThat(crawl().run("/").found()).containsOnlyKeys("/", path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"})
    void privateAddressesAreRefusedHoweverTheyAreWritten(String host) {
        site.page("/", "Start", "s");
        TestCrawl crawl = crawl().with(s -> s.withPrivateAddresses(false));

        assertThatThrownBy(() -> crawl.runAt("http://" + host + ":" + site.port() + "/"))
                .isInstanceOf(IngestException.class);
        assertThat(site.requested()).isEmpty();
    }

    @Test
    void theRefusalNamesTheAddressAndTheRemedy() {
        TestCrawl crawl = crawl().with(s -> s.withPrivateAddresses(false));

        assertThatThrownBy(() -> crawl.runAt("http://localhost:" + site.port() + "/"))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("host 'localhost' has the address 127.0.0.1, which is not public")
                .hasMessageContaining("allow private addresses if this site is meant");
    }

    /** A public site, scripted, beside which everything else goes over the network. */
    private static final class PublicSite implements Fetcher {
        private final Map<String, Fetched> answers;
        private final HttpFetcher network =
                new HttpFetcher(TestCrawl.SETTINGS.withPrivateAddresses(false), new ManualTime());
        private final List<URI> overNetwork = new ArrayList<>();

        PublicSite(Map<String, Fetched> answers) {
            this.answers = answers;
        }

        @Override
        public Fetched fetch(URI uri, Map<String, String> headers, int maxBytes) throws IOException {
            Fetched answer = answers.get(uri.toString());
            if (answer != null) {
                return answer;
            }
            if ("www.example.org".equals(uri.getHost())) {
                return new Fetched(404, Map.of(), new byte[0]);
            }
            overNetwork.add(uri);
            return network.fetch(uri, headers, maxBytes);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private static Fetched redirect(String location) {
        return new Fetched(302, Map.of("location", location), new byte[0]);
    }

    private static Fetched html(String text) {
        return new Fetched(200, Map.of("content-type", "text/html"), text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPublicSiteCannotSendTheCrawlToPrivateAddresses() {
        String inside = "http://127.0.0.1:" + site.port() + "/";
        PublicSite fetcher = new PublicSite(Map.of(
                "http://www.example.org/",
                html("<link rel=canonical href='" + inside + "c'><main><a href='/r'>r</a> <a href='" + inside
                        + "'>x</a>"),
                "http://www.example.org/robots.txt",
                redirect(inside + "robots.txt"),
                "http://www.example.org/r",
                redirect(inside + "r"),
                "http://www.example.org/s.xml",
                html("<sitemapindex><sitemap><loc>" + inside + "s.xml</loc></sitemap></sitemapindex>"),
                "http://www.example.org/start",
                redirect(inside)));

        CrawlResult result = crawl().run("http://www.example.org/", fetcher);
        crawl().run("http://www.example.org/s.xml", fetcher);
        assertThatThrownBy(() -> crawl().run("http://www.example.org/start", fetcher))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("redirects to another site");

        assertThat(result.found()).containsOnlyKeys("http://www.example.org/");
        assertThat(fetcher.overNetwork).isEmpty();
        assertThat(site.requested()).isEmpty();
    }

    @Test
    void anotherPortOfTheSameHostIsAnotherSite() {
        try (TestSite other = new TestSite()) {
            site.on("/", TestSite.redirect(other.url("/")))
                    .on("/robots.txt", TestSite.redirect(other.url("/robots.txt")));

            assertThatThrownBy(() -> crawl().run("/")).isInstanceOf(IngestException.class);
            assertThat(other.requested()).isEmpty();
        }
    }
}
