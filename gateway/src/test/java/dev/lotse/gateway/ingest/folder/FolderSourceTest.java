package dev.lotse.gateway.ingest.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.PageSource.SourceEvent;
import dev.lotse.gateway.ingest.extract.ExtractionSettings;
import dev.lotse.gateway.ingest.extract.LanguageDetector;
import dev.lotse.gateway.ingest.extract.PageExtractor;
import dev.lotse.gateway.retrieval.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
    @TempDir
    Path temp;

    private Path root;
    private final Map<String, String> skipped = new LinkedHashMap<>();

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(temp.resolve("site"));
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String html(String title, String body) {
        return "<!doctype html><html lang=de><head><title>" + title + "</title></head><body><main><h1>" + title
                + "</h1>" + body + "</main></body></html>";
    }

    private List<Page> read(@Nullable URI baseUrl) {
        List<Page> pages = new ArrayList<>();
        PageExtractor extractor = new PageExtractor(LanguageDetector.NONE, ExtractionSettings.DEFAULT);
        try (FolderSource source = new FolderSource(root, baseUrl, extractor)) {
            source.read(event -> {
                switch (event) {
                    case SourceEvent.Found found -> pages.add(found.page());
                    case SourceEvent.Skipped skip -> skipped.put(skip.location(), skip.reason());
                    case SourceEvent.Unchanged unchanged -> throw new AssertionError(unchanged);
                }
            });
            assertThat(source.expected()).isGreaterThanOrEqualTo(pages.size());
        }
        return pages;
    }

    private List<String> ids() {
        return read(null).stream().map(Page::objectId).toList();
    }

    @Test
    void pagesComeInTheOrderOfTheirPaths() throws IOException {
        file("b.html", html("B", "<p>b"));
        file("a/z.htm", html("Z", "<p>z"));
        file("a/b/c.md", "# C\n\ntext");
        file("Z.XHTML", html("Z", "<p>z"));

        assertThat(ids()).containsExactly("Z.XHTML", "a/b/c.md", "a/z.htm", "b.html");
    }

    @Test
    void otherFilesAndHiddenOnesAreLeftOut() throws IOException {
        file("a.html", html("A", "<p>a"));
        file("site.css", "p {}");
        file("bild.png", "x");
        file(".git/page.html", html("G", "<p>g"));
        file(".hidden.html", html("H", "<p>h"));

        assertThat(ids()).containsExactly("a.html");
        assertThat(skipped).isEmpty();
    }

    @Test
    void symbolicLinkLoopsEnd() throws IOException {
        file("a/page.html", html("A", "<p>a"));
        Files.createSymbolicLink(root.resolve("a/loop"), root);
        Files.createSymbolicLink(root.resolve("again"), root.resolve("a"));

        assertThat(ids()).containsExactly("a/page.html");
        assertThat(skipped).containsOnlyKeys("a/loop", "again");
    }

    @Test
    void symbolicLinksToOtherPlacesAreFollowed() throws IOException {
        Path other = Files.createDirectory(temp.resolve("other"));
        Files.writeString(other.resolve("page.html"), html("O", "<p>o"));
        Files.createSymbolicLink(root.resolve("linked"), other);

        assertThat(ids()).containsExactly("linked/page.html");
    }

    @Test
    void anUnreadableOrEmptyFileIsReportedAndTheOthersAreRead() throws IOException {
        file("a.html", html("A", "<p>a"));
        file("empty.html", "");
        Files.createSymbolicLink(root.resolve("broken.html"), root.resolve("nowhere.html"));

        assertThat(ids()).containsExactly("a.html");
        assertThat(skipped).containsOnlyKeys("empty.html", "broken.html");
        assertThat(skipped.get("broken.html")).isEqualTo("it does not exist");
    }

    @Test
    void linksBecomeObjectIds() throws IOException {
        file(
                "de/a.html",
                html(
                        "A",
                        "<p><a href='b.html#x'>zu B</a> <a href='../en/'>englisch</a> <a href='/de/c?x=1'>zu C</a>"
                                + " <a href='https://www.example.org/site/de/b.html'>absolut</a>"
                                + " <a href='https://elsewhere.example/'>fort</a> <a href='#top'>hoch</a>"
                                + " <a href='mailto:a@b.c'>Post</a> <a href='../../outside.html'>hinaus</a>"));
        file("de/b.html", html("B", "<p>b"));
        file("de/c.html", html("C", "<p>c"));
        file("en/index.html", html("E", "<p>e"));

        Page page = read(URI.create("https://www.example.org/site")).getFirst();

        assertThat(page.links())
                .containsExactly(
                        new Page.Link("de/b.html", "zu B"),
                        new Page.Link("en/index.html", "englisch"),
                        new Page.Link("de/c.html", "zu C"),
                        new Page.Link("de/b.html", "absolut"));
        assertThat(page.url()).isEqualTo("https://www.example.org/site/de/a.html");
    }

    @Test
    void aBaseElementAboveTheFolderIsFollowed() throws IOException {
        file(
                "text/x/a.html",
                "<html><head><base href='../../../'></head><body><main><a href='site/text/b.html'>zu B</a> und Text</main>");
        file("text/b.html", html("B", "<p>b"));

        assertThat(read(null).get(1).links()).containsExactly(new Page.Link("text/b.html", "zu B"));
    }

    @Test
    void relativeUrlsAreEscaped() throws IOException {
        file("Größe 1.html", html("A", "<p>a"));

        Page page = read(null).getFirst();

        assertThat(page.objectId()).isEqualTo("Größe 1.html");
        assertThat(page.url()).isEqualTo("Gr%C3%B6%C3%9Fe%201.html");
    }

    @Test
    void draftsAreLeftOut() throws IOException {
        file("a.md", "---\ndraft: true\n---\n# A\n\ntext");
        file("b.md", "# B\n\ntext");

        assertThat(ids()).containsExactly("b.md");
        assertThat(skipped).containsOnlyKeys("a.md");
    }

    @Test
    void aHugeFileIsReadInPartAndReported() throws IOException {
        Path huge = root.resolve("huge.html");
        byte[] line = "<p>Ein Satz, der sich wiederholt.\n".getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = Files.newOutputStream(huge)) {
            out.write("<html lang=de><title>Sehr lang</title><body>".getBytes(StandardCharsets.UTF_8));
            byte[] block =
                    new String(line, StandardCharsets.UTF_8).repeat(30_000).getBytes(StandardCharsets.UTF_8);
            for (int written = 0; written < 50 << 20; written += block.length) {
                out.write(block);
            }
        }

        Page page = read(null).getFirst();

        assertThat(page.title()).isEqualTo("Sehr lang");
        assertThat(skipped.get("huge.html")).contains("only the start was read");
    }

    @Test
    void aFolderThatIsNoneIsRefused() throws IOException {
        file("a.html", html("A", "<p>a"));
        PageExtractor extractor = new PageExtractor(LanguageDetector.NONE, ExtractionSettings.DEFAULT);

        assertThatThrownBy(() -> new FolderSource(root.resolve("a.html"), null, extractor))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("is no folder");
        assertThatThrownBy(() -> new FolderSource(root.resolve("none"), null, extractor))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("it does not exist");
    }
}
