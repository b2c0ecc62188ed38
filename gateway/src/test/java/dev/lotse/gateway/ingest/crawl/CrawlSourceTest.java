package dev.lotse.gateway.ingest.crawl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.PageSource.SourceEvent;
import dev.lotse.gateway.retrieval.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pages a crawl finds, and what it reads of them. */
class CrawlSourceTest {
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

    private static String text(CrawlResult result, String path) {
        return requireNonNull(result.found().get(path)).sections().getFirst().text();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(UTF_8));
        }
        return packed.toByteArray();
    }

    private String urlset(String... paths) {
        StringBuilder xml = new StringBuilder("<?xml version='1.0' encoding='UTF-8'?>"
                + "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>");
        for (String path : paths) {
            xml.append("<url><loc>")
                    .append(path.startsWith("http") ? path : site.url(path))
                    .append("</loc></url>");
        }
        return xml.append("</urlset>").toString();
    }

    private String index(String... paths) {
        return urlset(paths).replace("urlset", "sitemapindex").replace("url>", "sitemap>");
    }

    @Test
    void linksAreFollowedFromTheStartBreadthFirst() {
        site.page("/", "Start", "<a href='/b'>to B</a> <a href='a/'>to A</a>")
                .page("/a/", "A", "<a href='deep'>deep</a>")
                .page("/a/deep", "Deep", "<a href='/'>back</a>")
                .page("/b", "B", "<a href='/b#part'>itself</a> <a href='/a/?utm_source=x'>A again</a>");

        CrawlResult result = crawl().run("/");

        assertThat(result.found().keySet()).containsExactly("/", "/b", "/a/", "/a/deep");
        assertThat(result.skipped()).isEmpty();
        assertThat(site.requested()).doesNotHaveDuplicates();
    }

    @Test
    void aPageIsKnownByItsAddressAndLinksNameAddresses() {
        site.page("/", "Start", "<p>See <a href='/b?id=1&amp;utm_campaign=x#s'>to B</a>.")
                .page("/b?id=1", "B", "b");

        Page page = requireNonNull(crawl().run("/").found().get("/"));

        assertThat(page.objectId()).isEqualTo(site.url("/"));
        assertThat(page.url()).isEqualTo(site.url("/"));
        assertThat(page.source()).isEqualTo("crawl:" + site.url("/"));
        assertThat(page.links()).containsExactly(new Page.Link(site.url("/b?id=1"), "to B"));
    }

    @Test
    void otherSitesOtherPortsAndOtherSchemesAreNotAsked() {
        try (TestSite other = new TestSite()) {
            site.page(
                    "/",
                    "Start",
                    "<a href='" + other.url("/x") + "'>other port</a> <a href='http://localhost:" + site.port()
                            + "/x'>other name</a> <a href='https://127.0.0.1:" + site.port()
                            + "/x'>other scheme</a> <a href='ftp://127.0.0.1/x'>ftp</a>"
                            + " <a href='mailto:a@b.example'>mail</a> <a href='javascript:void(0)'>script</a>"
                            + " <a href='http://u:p@127.0.0.1:" + site.port() + "/x'>user</a>");

            assertThat(crawl().run("/").found()).containsOnlyKeys("/");
            assertThat(other.requested()).isEmpty();
            assertThat(site.requested()).containsExactly("/robots.txt", "/");
        }
    }

    @Test
    void filesThatAreNoPagesAndEndlessPathsAreNotAsked() {
        site.page("/", "Start", "<a href='/a.pdf'>a</a> <a href='/b.PNG'>b</a> <a href='/x/x/x/x/y'>endless</a>");

        crawl().run("/");

        assertThat(site.requested()).containsExactly("/robots.txt", "/");
    }

    @Test
    void aSitemapNamesThePagesAndNoLinkIsFollowed() {
        try (TestSite other = new TestSite()) {
            site.on("/sitemap.xml", TestSite.text("application/xml", urlset("/a", "/b?x=1", other.url("/c"))))
                    .page("/a", "A", "<a href='/unlisted'>more</a>")
                    .page("/b?x=1", "B", "b");

            CrawlResult result = crawl().run("/sitemap.xml");

            assertThat(result.found()).containsOnlyKeys("/a", "/b?x=1");
            assertThat(result.skipped().get("/sitemap.xml")).isEqualTo("sitemap: 1 addresses of other sites");
            assertThat(other.requested()).isEmpty();
        }
    }

    @Test
    void anIndexOfSitemapsIsReadWithPackedAndTextualOnes() throws IOException {
        site.on("/index.xml", TestSite.text("text/xml", index("/one.xml", "/two.xml.gz", "/three.txt", "/index.xml")))
                .on("/one.xml", TestSite.text("text/xml", urlset("/a")))
                .on("/two.xml.gz", TestSite.body("application/gzip", gzip(urlset("/b"))))
                .on("/three.txt", TestSite.text("text/plain", "\uFEFF" + site.url("/c") + "\r\n" + site.url("/a")))
                .page("/a", "A", "a")
                .page("/b", "B", "b")
                .page("/c", "C", "c");

        assertThat(crawl().run("/index.xml").found().keySet()).containsExactly("/a", "/b", "/c");
    }

    @Test
    void aPackedOrTextualSitemapMayBeTheStart() throws IOException {
        site.on("/s.xml.gz", TestSite.body("application/octet-stream", gzip(urlset("/a"))))
                .on("/s.txt", TestSite.text("text/plain", site.url("/a") + "\n"))
                .page("/a", "A", "a");

        assertThat(crawl().run("/s.xml.gz").found()).containsOnlyKeys("/a");
        assertThat(crawl().run("/s.txt").found()).containsOnlyKeys("/a");
    }

    @Test
    void aBrokenSitemapGivesWhatStandsBeforeTheBreakAndIsNoWayIn() {
        String bomb = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>";
        site.on("/broken.xml", TestSite.text("text/xml", urlset("/a", "/b").replace("</urlset>", "<url><loc")))
                .on("/entity.xml", TestSite.text("text/xml", bomb + "<urlset><url><loc>&e;</loc></url></urlset>"))
                .page("/a", "A", "a")
                .page("/b", "B", "b");

        assertThat(crawl().run("/broken.xml").found()).containsOnlyKeys("/a", "/b");
        CrawlResult entity = crawl().run("/entity.xml");
        assertThat(entity.found()).isEmpty();
        assertThat(entity.skipped().get("/entity.xml")).startsWith("sitemap: it is no sitemap");
    }

    @Test
    void pagesOfASitemapThatCannotBeReadForTheMomentStay() {
        site.on("/index.xml", TestSite.text("text/xml", index("/one.xml", "/two.xml")))
                .on("/one.xml", TestSite.text("text/xml", urlset("/a")))
                .on("/two.xml", TestSite.text("text/xml", urlset("/b")))
                .page("/a", "A", "a")
                .page("/b", "B", "b");
        TestCrawl crawl = crawl();
        crawl.run("/index.xml");

        site.on("/two.xml", TestSite.status(500));
        CrawlResult broken = crawl.run("/index.xml");
        assertThat(broken.indexed()).containsExactly("/a", "/b");
        assertThat(broken.skipped().get("/two.xml")).contains("500");

        site.on("/two.xml", TestSite.status(404));
        assertThat(crawl.run("/index.xml").indexed()).containsExactly("/a");
    }

    @Test
    void depthCountsLinksFromTheStart() {
        site.page("/", "0", "<a href='/1'>1</a>")
                .page("/1", "1", "<a href='/2'>2</a>")
                .page("/2", "2", "two");

        assertThat(crawl().with(s -> s.withLimits(100, 0, Duration.ZERO))
                        .run("/")
                        .found())
                .containsOnlyKeys("/");
        assertThat(crawl().with(s -> s.withLimits(100, 1, Duration.ZERO))
                        .run("/")
                        .found())
                .containsOnlyKeys("/", "/1");
    }

    @Test
    void theLimitOfPagesIsKeptAndReported() {
        site.page("/", "0", "<a href='/1'>1</a> <a href='/2'>2</a> <a href='/3'>3</a>")
                .page("/1", "1", "one")
                .page("/2", "2", "two");

        CrawlResult result =
                crawl().with(s -> s.withLimits(2, 20, Duration.ZERO)).run("/");

        assertThat(result.found()).containsOnlyKeys("/", "/1");
        assertThat(result.skipped().get("/")).contains("after 2 addresses with 2 left");
    }

    @Test
    void aCrawlThatTakesTooLongEndsAndKeepsWhatItDidNotReach() {
        site.page("/", "0", "<a href='/1'>1</a> <a href='/2'>2</a>")
                .page("/1", "1", "one")
                .page("/2", "2", "two");
        TestCrawl crawl = crawl();
        crawl.run("/");

        crawl.onEvent(event -> crawl.time.advance(Duration.ofMinutes(40)));
        CrawlResult result = crawl.run("/");

        assertThat(result.found()).containsOnlyKeys("/", "/1");
        assertThat(result.unchanged()).containsExactly("/2");
        assertThat(result.skipped().get("/")).contains("the crawl ended after PT1H with 1 addresses left");
    }

    @Test
    void otherContentTypesAreSkippedByName() {
        site.page("/", "Start", "<a href='/a'>a</a> <a href='/b'>b</a> <a href='/c'>c</a> <a href='/d'>d</a>")
                .on("/a", TestSite.body("application/pdf", new byte[] {'%', 'P', 'D', 'F'}))
                .on("/b", TestSite.text("TEXT/HTML ;charset=utf-8", "<title>B</title><p>text of b"))
                .on("/c", TestSite.text("text/markdown", "# C\n\ntext of c"))
                .on("/d", TestSite.text("", "<title>D</title><p>text of d"));

        CrawlResult result = crawl().run("/");

        assertThat(result.found()).containsOnlyKeys("/", "/b", "/c", "/d");
        assertThat(result.skipped().get("/a")).isEqualTo("application/pdf is not read");
        assertThat(text(result, "/c")).isEqualTo("text of c");
    }

    @Test
    void aBodyThatIsTooLargeIsReadInPartAndReported() {
        site.page("/", "Start", "<p>The beginning." + "<p>one more paragraph".repeat(5000) + "<p>The end.");

        CrawlResult result = crawl().maxBytes(4096).run("/");

        assertThat(text(result, "/")).startsWith("The beginning.").doesNotContain("The end.");
        assertThat(result.skipped().get("/")).isEqualTo("larger than 4096 bytes: only the start was read");
    }

    @Test
    void packedBodiesAreUnpackedWithinTheLimit() throws IOException {
        String small = "<title>Small</title><main><p>packed text</main>";
        String bomb = "<title>Bomb</title><main><p>start" + "0".repeat(5_000_000) + "</main>";
        site.page("/", "Start", "<a href='/small'>s</a> <a href='/bomb'>b</a>")
                .on("/small", TestSite.body("text/html", gzip(small), "Content-Encoding", "gzip"))
                .on("/bomb", TestSite.body("text/html", gzip(bomb), "Content-Encoding", "gzip"));

        CrawlResult result = crawl().maxBytes(2048).run("/");

        assertThat(text(result, "/small")).isEqualTo("packed text");
        assertThat(text(result, "/bomb")).hasSizeLessThan(2048);
        assertThat(result.skipped().get("/bomb")).contains("only the start was read");
    }

    @Test
    void theCharsetComesFromTheHeaderElseFromTheDocument() {
        String page = "<title>T</title><main><p>Größe</main>";
        site.page(
                        "/",
                        "Start",
                        "<a href='/header'>1</a> <a href='/meta'>2</a> <a href='/none'>3</a> <a href='/odd'>4</a>")
                .on("/header", TestSite.body("text/html; charset=\"iso-8859-1\"", page.getBytes(ISO_8859_1)))
                .on("/meta", TestSite.body("text/html", ("<meta charset=utf-16le>" + page).getBytes(UTF_8)))
                .on("/none", TestSite.body("text/html", page.getBytes(Charset.forName("windows-1252"))))
                .on("/odd", TestSite.body("text/html; charset=no-such", page.getBytes(UTF_8)));

        CrawlResult result = crawl().run("/");

        for (String path : new String[] {"/header", "/meta", "/none", "/odd"}) {
            assertThat(text(result, path)).as(path).isEqualTo("Größe");
        }
    }

    @Test
    void addressesWithUmlautsAndSpacesAreAskedEscaped() {
        site.page("/", "Start", "<a href='/Größe 1'>x</a>").page("/Gr%C3%B6%C3%9Fe%201", "Size", "size");

        assertThat(crawl().run("/").found()).containsOnlyKeys("/", "/Gr%C3%B6%C3%9Fe%201");
    }

    @Test
    void aCancelledCrawlEndsAndRemembersNothing() {
        site.on("/", TestSite.html("Start", "<a href='/a'>a</a>", "ETag", "\"1\""))
                .page("/a", "A", "a");
        TestCrawl crawl = crawl().with(s -> s.withLimits(100, 20, Duration.ofSeconds(1)));
        crawl.onEvent(event -> {
            if (event instanceof SourceEvent.Found) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> crawl.run("/"))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("cancelled");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(site.requested()).containsExactly("/robots.txt", "/");

        crawl.onEvent(event -> {});
        assertThat(crawl.run("/").found()).containsOnlyKeys("/", "/a");
    }

    @Test
    void aDocumentThatTricklesInIsGivenUp() {
        TestCrawl crawl = crawl();
        site.page("/", "Start", "<a href='/slow'>slow</a>").on("/slow", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 100; i++) {
                    out.write('x');
                    out.flush();
                    crawl.time.advance(Duration.ofSeconds(11));
                }
            }
        });

        CrawlResult result = crawl.run("/");

        assertThat(result.found()).containsOnlyKeys("/");
        assertThat(result.skipped().get("/slow")).contains("too long");
    }
}
