package dev.lotse.gateway.ingest.extract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.retrieval.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.StringJoiner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole documents against what a reader takes from them, in {@code src/test/resources/extract}. */
class ExtractionGoldenTest {
    private static final ExtractionSettings SETTINGS = new ExtractionSettings(1 << 20, 10_000, ZoneOffset.UTC);

    private final PageExtractor extractor = new PageExtractor(LanguageDetector.NONE, SETTINGS);

    @ParameterizedTest
    @ValueSource(strings = {"artikel.html", "article.html", "broken.html", "frameset.html", "notes.md", "frage.md"})
    void aDocumentIsReadAsExpected(String name) throws IOException {
        URI location = URI.create("https://www.example.org/docs/" + name);
        byte[] document = resource(name);

        ExtractedPage page = name.endsWith(".md")
                ? extractor.markdown(document, location)
                : extractor.html(document, null, location);

        String expected = new String(resource(name + ".txt"), StandardCharsets.UTF_8);
        assertThat(describe(page)).isEqualTo(expected.stripTrailing());
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ExtractionGoldenTest.class.getResourceAsStream("/extract/" + name)) {
            return requireNonNull(in, name).readAllBytes();
        }
    }

    private static String describe(ExtractedPage page) {
        StringJoiner lines = new StringJoiner("\n")
                .add("title: " + page.title())
                .add("above: " + String.join(" > ", page.breadcrumbs()))
                .add("lang: " + page.lang())
                .add("updated: " + page.updatedAt())
                .add("valid: " + page.validFrom() + " to " + page.validUntil())
                .add("tags: " + String.join(", ", page.tags()))
                .add("canonical: " + page.robots().canonical())
                .add("links: "
                        + String.join(
                                ", ",
                                page.contentLinks().stream()
                                        .map(link -> link.text() + " -> "
                                                + link.target().getPath())
                                        .toList()));
        for (Page.Section section : page.sections()) {
            lines.add("").add("## " + String.join(" > ", section.headings()));
            if (!section.text().isEmpty()) {
                lines.add(section.text());
            }
        }
        return lines.toString().replaceAll(" +(?=\n|$)", "");
    }
}
