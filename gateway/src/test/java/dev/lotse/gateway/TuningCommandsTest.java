package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.cli.CommandLineFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lotse synonyms} and {@code lotse release} as a person types them. */
class TuningCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    /** What a command left behind. */
    private record Ran(int exit, String out, String err) {}

    @BeforeEach
    void index() throws IOException {
        Path pages = Files.createDirectory(folder.resolve("pages"));
        Files.writeString(
                pages.resolve("phone.html"),
                "<html lang='de'><head><title>Smartphone</title></head><body><main><h1>Smartphone</h1>"
                        + "<p>Das Smartphone laden und einrichten.</p></main></body></html>");
        assertThat(run("index", "--site", "werke", pages).exit()).isZero();
    }

    private Ran run(String command, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = CommandLineFactory.create(
                        (path, settings) -> new EmbeddedWorkspace(path, settings, models -> new HashingEncoder()),
                        new ServerAssembly())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(Stream.of(command, "--data", folder.resolve("data")), Stream.of(arguments))
                        .map(Object::toString)
                        .toArray(String[]::new));
        return new Ran(exit, out.toString(), err.toString());
    }

    private String search() {
        return run("search", "--site", "werke", "--mode", "keyword", "Handy").out();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("synonyms.txt"), text);
    }

    @Test
    void aFileIsReadPublishedRolledBackAndWrittenAgain() throws IOException {
        assertThat(search()).doesNotContain("phone.html");

        Ran read = run(
                "synonyms", "--site", "werke", "--format", "solr", "--publish", "import", file("Handy, Smartphone\n"));

        assertThat(read.exit()).as(read.err()).isZero();
        assertThat(read.out()).contains("1 new or changed, 0 unchanged, 0 deleted", "Published release 1-");
        assertThat(search()).contains("phone.html");
        Path out = folder.resolve("out.csv");
        assertThat(run("synonyms", "--site", "werke", "export", out).out()).contains("1 synonyms written");
        assertThat(Files.readString(out)).contains("equivalent", "Handy|Smartphone");
        assertThat(run("release", "--site", "werke", "rollback", "0").out()).contains("Release 2-", "release 0 again");
        assertThat(search()).doesNotContain("phone.html");
        assertThat(run("release", "--site", "werke", "list").out()).contains("2-", "content of 0", "1-");
    }

    @Test
    void aChangeSetCanBeLookedAtBeforeItIsPublished() throws IOException {
        Ran read = run("synonyms", "--site", "werke", "--format", "solr", "import", file("Handy, Smartphone\n"));
        String id = read.out().replaceAll("(?s).*In change set (\\w+);.*", "$1");

        assertThat(search()).doesNotContain("phone.html");
        assertThat(run("release", "--site", "werke", "list").out()).contains("open change set " + id);
        assertThat(run("release", "--site", "werke", "publish", id).exit()).isZero();
        assertThat(search()).contains("phone.html");
    }

    @Test
    void mistakesAreNamedAndNothingIsTakenOver() throws IOException {
        Ran bad = run("synonyms", "--site", "werke", "--format", "solr", "import", file("a, b\nalone\n"));
        Ran unknown = run("release", "--site", "werke", "publish", "nope");
        Ran noNumber = run("release", "--site", "werke", "rollback", "x");

        assertThat(bad.exit()).isEqualTo(1);
        assertThat(bad.err()).contains("line 2", "nothing was taken over");
        assertThat(unknown.err()).contains("no change set 'nope'");
        assertThat(noNumber.err()).contains("'x' is no number");
        assertThat(run("release", "--site", "werke", "list").out()).contains("has no release");
    }
}
