package dev.lotse.gateway.ingest.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.retrieval.Page;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are empty, broken, hostile or huge: no exception, no overflow, and time in proportion to their size. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExtractionLimitsTest {
    private static final URI LOCATION = URI.create("https://www.example.org/some-page.html");

    private final PageExtractor extractor = new PageExtractor(LanguageDetector.NONE, ExtractionSettings.DEFAULT);

    private ExtractedPage html(String text) {
        return extractor.html(text.getBytes(UTF_8), null, LOCATION);
    }

    private static String text(ExtractedPage page) {
        return page.sections().stream().map(Page.Section::text).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\0\0\0",
                "<",
                "<!--",
                "<html>",
                "<!doctype html><title></title>",
                "<body></body>",
                "<main>",
                "<script>x",
                "<base href='::'>",
                "<a href='http://[::'>"
            })
    void anEmptyPageHasATitleAndNoText(String document) {
        ExtractedPage page = html(document);

        assertThat(page.title()).isEqualTo("some page");
        assertThat(text(page)).isIn("", "<");
    }

    @Test
    void deepNestingIsReadWithoutOverflow() {
        String deep = "<div>".repeat(100_000) + "innermost words" + "</div>".repeat(90_000) + "<p>after";

        ExtractedPage page = html("<title>Deep</title><p>before" + deep);

        assertThat(text(page)).contains("before", "innermost words", "after");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ul><li>",
                "<table><tr><td>",
                "<b><i>",
                "<blockquote>",
                "<dl><dd>",
                "<span>",
                "<a href=x>",
                "<form><p>",
                "<svg><g>",
                "<template>",
                "<select><option>",
                "<font><p>",
                "<h1>",
                "<button>"
            })
    void deepNestingOfAnyKindIsReadWithoutOverflow(String tags) {
        String document = "<title>Deep</title><p>before</p>" + tags.repeat(10_000) + "inner";

        assertThat(html(document).title()).isNotBlank();
    }

    @Test
    void tooManyTagsAreLeftOutAndReported() {
        ExtractedPage page = html("<title>Many</title><main>first" + "<p>x".repeat(250_000) + "<p>last");

        assertThat(page.truncated()).isEqualTo("more than 200000 tags: only the start was read");
        assertThat(text(page)).startsWith("first").doesNotContain("last");
    }

    /** Of this thread, so that other work on the machine does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    static IntStream shapes() {
        return IntStream.range(0, 11);
    }

    /** Shapes on which a careless step would take quadratic time: 50,000 elements would then take minutes. */
    @ParameterizedTest
    @MethodSource("shapes")
    void timeIsInProportionToTheSize(int shape) {
        int count = 5_000;
        String document = "<title>T</title><main><p>words"
                + IntStream.range(0, count)
                        .mapToObj(i -> switch (shape) {
                            case 0 -> "<div hidden>x</div>";
                            case 1 -> "<div hidden id=a" + i + ">x</div>";
                            case 2 -> "<script>x</script>";
                            case 3 -> "<nav>x</nav>";
                            case 4 -> "<h2>x" + i + "</h2>";
                            case 5 -> "<a href=/" + i + ">x</a>";
                            case 6 -> "<div class='sidebar cookie'><a href=/" + i + ">x</a></div>";
                            case 7 -> "<table><tr><td>x</table>";
                            case 8 -> "<dt>a<dd>b";
                            case 9 -> "<time datetime=2026-01-01>x</time><footer>y</footer>";
                            default -> "x<br>";
                        })
                        .collect(Collectors.joining());

        long start = cpuNanos();
        ExtractedPage page = html(document);

        assertThat(page.title()).isNotBlank();
        assertThat(Duration.ofNanos(cpuNanos() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"> ", ">", "- ", "* a\n", "1. "})
    void markdownBlocksOfAnyDepthAreRead(String part) {
        assertIsRead(part.repeat(20_000));
    }

    /** Fewer of them: the parser looks for the end of an unclosed tag through the whole paragraph, each time. */
    @ParameterizedTest
    @ValueSource(strings = {"[", "![", "](", "*a ", "_a", "`", "<a ", "#", "    ", "\t", "&#", "|a", "\\"})
    void unclosedMarkdownIsRead(String part) {
        assertIsRead(part.repeat(1000));
    }

    private void assertIsRead(String middle) {
        String document = "# Title\n\nbefore\n\n" + middle + "\n\nafter";

        ExtractedPage page = extractor.markdown(document.getBytes(UTF_8), LOCATION);

        assertThat(page.title()).isEqualTo("Title");
        assertThat(text(page)).contains("before");
    }

    @Test
    void noiseIsReadWithoutAnException() {
        String[] pieces = {
            "<",
            ">",
            "/",
            "div",
            "p",
            "table",
            "tr",
            "td",
            "li",
            "h2",
            "a href=",
            "\"",
            "'",
            "main",
            "nav",
            "&",
            "#x110000;",
            "&shy;",
            "\0",
            "\uD800",
            "é",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "script",
            "title",
            "meta charset=",
            "base href=",
            " ",
            "\n",
            "words ",
            "aria-hidden=true",
            "hidden",
            "style=display:none",
            "frameset",
            "template",
            "svg",
            "select"
        };
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            StringBuilder document = new StringBuilder();
            for (int j = 0; j < 400; j++) {
                document.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(html(document.toString()).title()).isNotBlank();
            assertThat(extractor.markdown(document.toString(), LOCATION).title())
                    .isNotBlank();
            byte[] bytes = new byte[500];
            random.nextBytes(bytes);
            assertThat(extractor.html(bytes, null, LOCATION).title()).isNotBlank();
        }
    }

    @Test
    void theLanguageIsDetectedWhereNoneIsDeclared() {
        PageExtractor detecting = new PageExtractor(new OpenNlpLanguageDetector(), ExtractionSettings.DEFAULT);
        String german =
                "<title>Anfahrt</title><p>Sie erreichen uns mit der Straßenbahn und dem Bus. Bitte beachten Sie die"
                        + " geänderten Abfahrtszeiten an Feiertagen und am Wochenende.";
        String english =
                "<title>Directions</title><p>You can reach us by tram and by bus. Please mind the changed departure"
                        + " times on public holidays and at weekends.";

        assertThat(detecting.html(german, LOCATION).lang()).isEqualTo("de");
        assertThat(detecting.html(english, LOCATION).lang()).isEqualTo("en");
        assertThat(detecting.html("<title>x</title><p>12 34", LOCATION).lang()).isEqualTo("und");
        assertThat(detecting.html("<html lang=fr>" + english, LOCATION).lang()).isEqualTo("fr");
    }
}
