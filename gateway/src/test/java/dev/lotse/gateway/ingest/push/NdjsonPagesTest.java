package dev.lotse.gateway.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.ingest.extract.ExtractionSettings;
import dev.lotse.gateway.ingest.extract.LanguageDetector;
import dev.lotse.gateway.ingest.extract.PageExtractor;
import dev.lotse.gateway.retrieval.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NdjsonPagesTest {
    private static final LanguageDetector GERMAN = text -> "de";

    private static List<LineResult> read(String lines) throws IOException {
        return read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), NdjsonLimits.DEFAULT);
    }

    private static List<LineResult> read(InputStream in, NdjsonLimits limits) throws IOException {
        List<LineResult> results = new ArrayList<>();
        new NdjsonPages(new PageExtractor(GERMAN, ExtractionSettings.DEFAULT), GERMAN, limits).read(in, results::add);
        return results;
    }

    private static Page page(String line) throws IOException {
        assertThat(read(line)).hasSize(1);
        return ((LineResult.Accepted) read(line).getFirst()).page();
    }

    private static FieldError error(String line) throws IOException {
        List<LineResult> results = read(line);
        assertThat(results).hasSize(1);
        List<FieldError> errors = ((LineResult.Rejected) results.getFirst()).errors();
        assertThat(errors).hasSize(1);
        return errors.getFirst();
    }

    @Test
    void everyFieldReachesThePage() throws IOException {
        Page page = page("""
                {"objectID":"a","url":"/a.html","title":"Titel","lang":"de-AT","tags":["strom","solar"],\
                "breadcrumbs":["Start"],"updatedAt":"2026-05-18","validFrom":"2026-01-01T00:00:00Z",\
                "validUntil":"2026-11-30","sections":[{"headings":["Preise"],"text":"Eins.\\n\\n Zwei. "}]}""");

        assertThat(page)
                .isEqualTo(new Page(
                        "a",
                        "/a.html",
                        "Titel",
                        List.of("Start"),
                        "de",
                        Instant.parse("2026-05-17T22:00:00Z"),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-11-30T23:00:00Z"),
                        List.of("strom", "solar"),
                        List.of(new Page.Section(List.of("Preise"), "Eins.\nZwei.")),
                        List.of(),
                        "push"));
    }

    @Test
    void htmlIsExtractedAndStatedFieldsWin() throws IOException {
        Page page = page("""
                {"objectID":"docs/a.html","url":"https://x.example/docs/a.html","title":"Besser","html":\
                "<html lang=en><title>Old</title><nav>Menu</nav><main><h1>Old</h1><p>Text. <a href=b.html>zu B</a></main>"}""");

        assertThat(page.title()).isEqualTo("Besser");
        assertThat(page.lang()).isEqualTo("en");
        assertThat(page.sections().getLast().text()).isEqualTo("Text. zu B");
        assertThat(page.links()).containsExactly(new Page.Link("docs/b.html", "zu B"));
    }

    @Test
    void markdownBringsItsOwnTitle() throws IOException {
        Page page = page("{\"objectID\":\"a\",\"url\":\"a\",\"markdown\":\"# Kopf\\n\\n## Teil\\n\\nText\"}");

        assertThat(page.title()).isEqualTo("Kopf");
        assertThat(page.sections()).containsExactly(new Page.Section(List.of("Teil"), "Text"));
    }

    @Test
    void plainTextGetsADetectedLanguage() throws IOException {
        assertThat(page("{\"objectID\":\"a\",\"url\":\"a\",\"title\":\"T\",\"text\":\"Ein Text.\"}")
                        .lang())
                .isEqualTo("de");
    }

    @Test
    void goodLinesLandBesideBadOnesWithTheirNumbers() throws IOException {
        String good = "{\"objectID\":\"%s\",\"url\":\"u\",\"title\":\"T\",\"text\":\"x\"}\n";

        List<LineResult> results = read("\uFEFF" + good.formatted("a") + "\r\n{not json}\n" + "\n" + good.formatted("b")
                + "[]\n" + good.formatted("a"));

        Map<Long, String> seen = new TreeMap<>();
        for (LineResult result : results) {
            seen.put(
                    result.line(),
                    switch (result) {
                        case LineResult.Accepted accepted -> accepted.page().objectId();
                        case LineResult.Rejected rejected ->
                            rejected.errors().getFirst().message();
                    });
        }
        assertThat(seen).containsOnlyKeys(1L, 3L, 5L, 6L, 7L);
        assertThat(seen.get(1L)).isEqualTo("a");
        assertThat(seen.get(3L)).startsWith("the line is malformed").contains("column");
        assertThat(seen.get(5L)).isEqualTo("b");
        assertThat(seen.get(6L)).isEqualTo("the line is an array of 0; allowed: a JSON object");
        assertThat(seen.get(7L)).isEqualTo("field 'objectID' is a; allowed: one line per objectID; line 1 has it too");
    }

    @Test
    void eachWrongFieldIsNamedWithItsValueAndWhatIsAllowed() throws IOException {
        assertThat(error("{\"url\":\"u\",\"title\":\"T\",\"text\":\"x\"}").message())
                .isEqualTo("field 'objectID' is missing; allowed: text of 1 to 512 characters");
        assertThat(error("{\"objectID\":\"a\",\"url\":\"u\",\"title\":\"T\",\"text\":\"x\",\"tags\":7}")
                        .message())
                .isEqualTo("field 'tags' is 7; allowed: an array of at most 50 texts");
        assertThat(error("{\"objectID\":\"a\",\"url\":\"u\",\"title\":\"T\",\"text\":\"x\",\"tags\":[\"a\",5]}")
                        .field())
                .isEqualTo("tags[1]");
        assertThat(error("{\"objectID\":\"a\",\"url\":\"u\",\"title\":\"T\",\"text\":\"x\",\"colour\":1}")
                        .message())
                .startsWith("field 'colour' is an unknown field; allowed: the fields breadcrumbs, html,");
        assertThat(error("{\"objectID\":\"a\",\"url\":\"u\",\"title\":\"T\",\"text\":\"x\",\"updatedAt\":\"gestern\"}")
                        .message())
                .startsWith("field 'updatedAt' is \"gestern\"; allowed: a date");
        assertThat(error("{\"objectID\":\"a\",\"url\":\"u\",\"title\":\"T\",\"text\":\"x\",\"lang\":\"Deutsch!\"}")
                        .field())
                .isEqualTo("lang");
        assertThat(error("{\"objectID\":\"a\",\"url\":\"javascript:alert(1)\",\"title\":\"T\",\"text\":\"x\"}")
                        .allowed())
                .isEqualTo("an http or https address, or one relative to the site");
        assertThat(error("{\"objectID\":\"a\",\"url\":\"u\",\"title\":\"T\"}").allowed())
                .isEqualTo("exactly one of html, markdown, text, sections");
        assertThat(error("{\"objectID\":\"a\",\"url\":\"u\",\"title\":\"T\",\"text\":\"x\",\"html\":\"y\"}")
                        .value())
                .isEqualTo("given beside html");
        assertThat(error("{\"objectID\":\"a\",\"url\":\"u\",\"title\":\"T\",\"sections\":[{\"texts\":\"x\"}]}")
                        .field())
                .isEqualTo("sections[0]");
        assertThat(error("{\"objectID\":\"a\",\"objectID\":\"b\",\"url\":\"u\",\"title\":\"T\",\"text\":\"x\"}")
                        .value())
                .contains("Duplicate field 'objectID'");
        assertThat(error("{\"objectID\":\"a\",\"url\":\"u\",\"title\":\"T\",\"text\":\"x\"} {}")
                        .value())
                .startsWith("malformed");
        assertThat(error("{\"objectID\":\"a\",\"url\":\"u\",\"title\":\"T\",\"text\":\"x\","
                                + "\"validFrom\":\"2026-02-01\",\"validUntil\":\"2026-01-01\"}")
                        .field())
                .isEqualTo("validUntil");
    }

    @Test
    void linesThatAreTooLongOrNotInUtf8AreReportedAndSkipped() throws IOException {
        byte[] good =
                "{\"objectID\":\"a\",\"url\":\"u\",\"title\":\"T\",\"text\":\"x\"}\n".getBytes(StandardCharsets.UTF_8);
        byte[] latin = "{\"objectID\":\"ü\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] longLine = ("{\"text\":\"" + "x".repeat(3_000_000) + "\"}\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[latin.length + longLine.length + good.length];
        System.arraycopy(latin, 0, all, 0, latin.length);
        System.arraycopy(longLine, 0, all, latin.length, longLine.length);
        System.arraycopy(good, 0, all, latin.length + longLine.length, good.length);

        List<LineResult> results = read(new ByteArrayInputStream(all), new NdjsonLimits(1 << 20, 100));

        assertThat(((LineResult.Rejected) results.get(0)).errors().getFirst().value())
                .isEqualTo("not in UTF-8");
        assertThat(((LineResult.Rejected) results.get(1)).errors().getFirst().message())
                .isEqualTo("the line is too long; allowed: at most 1048576 bytes");
        assertThat(results.get(2)).isInstanceOf(LineResult.Accepted.class);
        assertThat(results.get(2).line()).isEqualTo(3);
    }

    @Test
    void linesBeyondTheLimitAreRefused() throws IOException {
        InputStream in = new ByteArrayInputStream("{}\n{}\n{}\n{}\n".getBytes(StandardCharsets.UTF_8));

        List<LineResult> results = read(in, new NdjsonLimits(1024, 2));

        assertThat(results).hasSize(3);
        assertThat(((LineResult.Rejected) results.get(2)).errors().getFirst().value())
                .isEqualTo("beyond the limit");
    }

    @Test
    void deepNestingIsRefusedAsALine() throws IOException {
        assertThat(error("{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}").value())
                .startsWith("malformed");
    }
}
