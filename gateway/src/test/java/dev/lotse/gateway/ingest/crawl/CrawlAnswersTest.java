package dev.lotse.gateway.ingest.crawl;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.ingest.IngestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crawl makes of a server's answers: redirects, canonical addresses, validators, errors. */
class CrawlAnswersTest {
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

    private TestSite start(String... links) {
        StringBuilder body = new StringBuilder();
        for (String link : links) {
            body.append("<a href='").append(link).append("'>").append(link).append("</a> ");
        }
        return site.page("/", "Start", body.toString());
    }

    private static TestSite.Answer canonical(String href, String title) {
        return TestSite.htmlWithHead("<link rel=canonical href='" + href + "'>", title, "text of " + title);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectWithinTheSiteLeadsToThePage(int status) {
        start("/old")
                .on("/old", TestSite.status(status, "Location", "new?x=1#part"))
                .page("/new?x=1", "New", "n");

        CrawlResult result = crawl().run("/");

        assertThat(result.found()).containsOnlyKeys("/", "/new?x=1");
        assertThat(result.skipped()).isEmpty();
    }

    @Test
    void aRedirectToAnotherSiteIsReportedAndNotFollowed() {
        try (TestSite other = new TestSite()) {
            start("/out", "/nowhere")
                    .on("/out", TestSite.redirect(other.url("/")))
                    .on("/nowhere", TestSite.status(302));

            CrawlResult result = crawl().run("/");

            assertThat(result.found()).containsOnlyKeys("/");
            assertThat(result.skipped().get("/out")).isEqualTo("it redirects to another site: " + other.url("/"));
            assertThat(result.skipped().get("/nowhere")).contains("an unusable address");
            assertThat(other.requested()).isEmpty();
        }
    }

    @Test
    void redirectsInACircleEndAndAreReported() {
        start("/self", "/a")
                .on("/self", TestSite.redirect("/self"))
                .on("/a", TestSite.redirect("/b"))
                .on("/b", TestSite.redirect("/a"));

        CrawlResult result = crawl().run("/");

        assertThat(result.found()).containsOnlyKeys("/");
        assertThat(result.skipped()).containsOnlyKeys("/self", "/b");
        assertThat(result.skipped().get("/self")).contains("circle");
        assertThat(site.requested()).doesNotHaveDuplicates();
    }

    @Test
    void longChainsOfRedirectsAreGivenUp() {
        start("/0");
        for (int i = 0; i < 10; i++) {
            site.on("/" + i, TestSite.redirect("/" + (i + 1)));
        }

        CrawlResult result = crawl().run("/");

        assertThat(result.skipped()).containsOnlyKeys("/5");
        assertThat(result.skipped().get("/5")).isEqualTo("it redirects more than 5 times");
    }

    @Test
    void theStartMayRedirectWithinTheSiteOnly() {
        try (TestSite other = new TestSite()) {
            site.on("/", TestSite.redirect("/home"))
                    .page("/home", "Home", "<a href='/'>start</a>")
                    .on("/out", TestSite.redirect(other.url("/")))
                    .on("/circle", TestSite.redirect("/circle"));

            assertThat(crawl().run("/").found()).containsOnlyKeys("/home");
            assertThatThrownBy(() -> crawl().run("/out"))
                    .isInstanceOf(IngestException.class)
                    .hasMessageContaining("redirects to another site, " + other.url("/"))
                    .hasMessageContaining("crawl that address instead");
            assertThatThrownBy(() -> crawl().run("/circle"))
                    .isInstanceOf(IngestException.class)
                    .hasMessageContaining("redirects more than 5 times");
            assertThat(other.requested()).isEmpty();
        }
    }

    @Test
    void aPageIsKnownByItsCanonicalAddress() {
        start("/a?print=1", "/b").on("/a?print=1", canonical("/a", "A")).on("/a", canonical("/a", "A"));
        site.on("/b", canonical("http://elsewhere.example/b", "B"));

        CrawlResult result = crawl().run("/");

        assertThat(result.found()).containsOnlyKeys("/", "/a", "/b");
        assertThat(result.skipped()).containsOnlyKeys("/a?print=1");
        assertThat(result.skipped().get("/a?print=1")).isEqualTo("it is known as " + site.url("/a"));
    }

    @Test
    void aCanonicalAddressThatIsNotThereDoesNotLoseThePage() {
        start("/gone", "/a", "/b", "/c")
                .on("/a", canonical("/gone", "A"))
                .on("/b", canonical("/later", "B"))
                .on("/c", canonical("/", "C"));

        CrawlResult result = crawl().run("/");

        assertThat(result.found()).containsOnlyKeys("/", "/a", "/b", "/c");
    }

    @Test
    void canonicalAddressesInACircleKeepOnePage() {
        start("/a", "/b").on("/a", canonical("/b", "A")).on("/b", canonical("/a", "B"));

        assertThat(crawl().run("/").found()).hasSize(2).containsKey("/");
    }

    @Test
    void noindexAndNofollowAreObeyedFromMetaAndHeader() {
        start("/meta", "/header", "/nofollow", "/none", "/other")
                .on(
                        "/meta",
                        TestSite.htmlWithHead(
                                "<meta name=robots content='noindex'>", "M", "<a href='/from-meta'>x</a>"))
                .on("/header", TestSite.html("H", "<a href='/from-header'>x</a>", "X-Robots-Tag", "noarchive, NoIndex"))
                .on("/nofollow", TestSite.html("N", "<a href='/x1'>x</a>", "X-Robots-Tag", "nofollow"))
                .on("/none", TestSite.htmlWithHead("<meta name=ROBOTS content='NONE'>", "O", "<a href='/x2'>x</a>"))
                .on(
                        "/other",
                        TestSite.html("P", "<a rel='nofollow' href='/x3'>x</a>", "X-Robots-Tag", "otherbot: noindex"))
                .page("/from-meta", "FM", "fm")
                .page("/from-header", "FH", "fh");

        CrawlResult result = crawl().run("/");

        assertThat(result.found()).containsOnlyKeys("/", "/nofollow", "/other", "/from-meta", "/from-header");
        assertThat(result.skipped()).containsOnlyKeys("/meta", "/header", "/none");
        assertThat(site.requested()).doesNotContain("/x1", "/x2", "/x3");
    }

    @Test
    void pagesThatDidNotChangeAreAskedForWithTheirValidatorsAndStay() {
        start("/etag", "/date")
                .on("/etag", TestSite.html("E", "<a href='/behind'>x</a>", "ETag", "W/\"7\""))
                .on("/date", TestSite.html("D", "d", "Last-Modified", "Sun, 01 Mar 2026 08:00:00 GMT"))
                .page("/behind", "B", "b");
        TestCrawl crawl = crawl();
        crawl.run("/");
        site.forgetRequests();

        CrawlResult second = crawl.run("/");

        assertThat(second.unchanged()).containsExactlyInAnyOrder("/etag", "/date");
        assertThat(second.found()).containsOnlyKeys("/", "/behind");
        assertThat(site.requests("/etag").getFirst().headers()).containsEntry("if-none-match", "W/\"7\"");
        assertThat(site.requests("/date").getFirst().headers())
                .containsEntry("if-modified-since", "Sun, 01 Mar 2026 08:00:00 GMT");

        assertThat(crawl.run("/").indexed()).containsExactly("/", "/behind", "/date", "/etag");
        site.on("/etag", TestSite.html("E", "changed", "ETag", "W/\"8\""));
        assertThat(crawl.run("/").found()).containsKey("/etag").doesNotContainKey("/date");
    }

    @Test
    void aPageThatTheIndexLacksIsAskedForWithoutValidators() {
        start("/a").on("/a", TestSite.html("A", "a", "ETag", "\"1\""));
        crawl().run("/");
        site.forgetRequests();

        assertThat(crawl().run("/").found()).containsOnlyKeys("/", "/a");
        assertThat(site.requests("/a").getFirst().headers()).doesNotContainKey("if-none-match");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 401, 403})
    void aPageThatIsGoneIsInTheIndexNoMore(int status) {
        start("/a").page("/a", "A", "a");
        TestCrawl crawl = crawl();
        crawl.run("/");

        site.on("/a", TestSite.status(status));
        CrawlResult second = crawl.run("/");

        assertThat(second.indexed()).containsExactly("/");
        assertThat(second.skipped().get("/a")).isEqualTo("the server answers " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void aPageThatFailsForTheMomentStays(int status) {
        start("/a", "/new").on("/a", TestSite.html("A", "a", "ETag", "\"1\""));
        TestCrawl crawl = crawl();
        crawl.run("/");

        site.on("/a", TestSite.status(status)).on("/new", TestSite.status(status));
        CrawlResult second = crawl.run("/");
        assertThat(second.indexed()).containsExactly("/", "/a");
        assertThat(second.skipped().get("/a"))
                .isEqualTo("the server answers " + status + "; it stays in the index as it was");
        assertThat(second.skipped().get("/new")).isEqualTo("the server answers " + status);

        site.on("/a", TestSite.html("A", "a", "ETag", "\"1\""));
        assertThat(crawl.run("/").unchanged()).containsExactly("/a");
    }

    @Test
    void aPageWithoutAnAnswerStays() {
        start("/a").page("/a", "A", "a");
        TestCrawl crawl = crawl().with(s -> timeout(s, Duration.ofMillis(200)));
        crawl.run("/");

        site.on("/a", TestSite.hangUp());
        CrawlResult broken = crawl.run("/");
        assertThat(broken.unchanged()).containsExactly("/a");
        assertThat(broken.skipped().get("/a")).startsWith("no answer: ").endsWith("; it stays in the index as it was");
        assertThat(site.requests("/a")).hasSize(4);
    }

    @Test
    void aServerThatDoesNotAnswerInTimeIsGivenUp() {
        start("/a").on("/a", exchange -> {
            try {
                Thread.sleep(Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                throw new IOException("the test is over", e);
            }
        });

        CrawlResult result =
                crawl().with(s -> timeout(s, Duration.ofMillis(200))).run("/");

        assertThat(result.found()).containsOnlyKeys("/");
        assertThat(result.skipped().get("/a")).startsWith("no answer: ");
    }

    private static CrawlSettings timeout(CrawlSettings s, Duration timeout) {
        return new CrawlSettings(
                s.userAgent(),
                s.maxPages(),
                s.maxDepth(),
                s.maxDuration(),
                s.delay(),
                timeout,
                s.retries(),
                s.longestWait(),
                s.allowPrivateAddresses());
    }

    @Test
    void aSiteThatStopsAnsweringEndsTheCrawlWithoutAResult() {
        String[] links =
                Stream.iterate(0, i -> i + 1).limit(20).map(i -> "/" + i).toArray(String[]::new);
        start(links);
        for (String link : links) {
            site.on(link, TestSite.hangUp());
        }

        assertThatThrownBy(() -> crawl().run("/"))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("stopped answering")
                .hasMessageContaining("the index stays as it was");
    }

    @Test
    void aStartThatCannotBeReadIsAnError() {
        site.on("/500", TestSite.status(500));

        assertThatThrownBy(() -> crawl().run("/404"))
                .isInstanceOf(IngestException.class)
                .hasMessage(site.url("/404") + " answers 404; give an address that can be read");
        assertThatThrownBy(() -> crawl().run("/500"))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("answers 500");
        assertThatThrownBy(() -> crawl().runAt("ftp://127.0.0.1/"))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("'ftp://127.0.0.1/' cannot be crawled");
        assertThatThrownBy(() -> crawl().runAt("http://no-such-host.invalid/"))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void aDamagedMemoryIsForgottenNotFatal() throws IOException {
        String[] links =
                Stream.iterate(0, i -> i + 1).limit(25).map(i -> "/" + i).toArray(String[]::new);
        start(links);
        for (String link : links) {
            site.on(link, TestSite.html("P", "<a href='/'>" + link + "</a>", "ETag", "\"" + link + "\""));
        }
        TestCrawl crawl = crawl();
        crawl.run("/");
        assertThat(crawl.run("/").unchanged()).hasSize(25);
        Path file = onlyFile();
        byte[] sound = Files.readAllBytes(file);

        for (int seed = 0; seed < 8; seed++) {
            Files.write(file, damaged(sound, seed), StandardOpenOption.TRUNCATE_EXISTING);

            assertThat(crawl.run("/").indexed()).as("damage %s", seed).hasSize(26);
            assertThat(crawl.run("/").unchanged()).as("after damage %s", seed).hasSize(25);
        }
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(state)) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    /** Noise at a random place, a cut at a random place, or another file altogether. */
    private static byte[] damaged(byte[] sound, int seed) {
        Random random = new Random(seed);
        byte[] copy = sound.clone();
        switch (seed % 4) {
            case 0 -> {
                byte[] noise = new byte[Math.min(2000, copy.length / 4)];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, copy, random.nextInt(copy.length - noise.length), noise.length);
            }
            case 1 -> {
                return Arrays.copyOf(copy, random.nextInt(copy.length));
            }
            case 2 -> {
                for (int i = 0; i < 200; i++) {
                    copy[8192 + random.nextInt(copy.length - 8192)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            default -> {
                return "rubbish ".repeat(1000).getBytes(StandardCharsets.UTF_8);
            }
        }
        return copy;
    }

    @Test
    void theSameOriginIsKeptWhenTheNameIsWrittenInCapitals() {
        site.page("/", "Start", "<a href='HTTP://127.0.0.1:" + site.port() + "/A/../b'>b</a>")
                .page("/b", "B", "b");

        assertThat(requireNonNull(crawl().run("/")).found()).containsOnlyKeys("/", "/b");
    }
}
