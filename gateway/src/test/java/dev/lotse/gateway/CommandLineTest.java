package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.cli.CommandLineFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands as a person types them, on real folders, with an encoder that needs no model. */
class CommandLineTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path pages;

    /** What a command left behind. */
    private record Ran(int exit, String out, String err) {}

    @BeforeEach
    void pages() throws IOException {
        data = folder.resolve("data");
        pages = Files.createDirectory(folder.resolve("pages"));
        page(
                "balkon.html",
                "de",
                "Balkonkraftwerk anmelden",
                "So melden Sie Ihr Balkonkraftwerk beim Netzbetreiber an.");
        page("umzug.html", "de", "Umzug melden", "Den Umzug melden Sie vier Wochen vorher und lesen den Zähler ab.");
        page("en/outage.html", "en", "Report an outage", "Call us when the power is out in your street.");
    }

    private void page(String path, String lang, String title, String text) throws IOException {
        Path file = pages.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "<html lang='" + lang + "'><head><title>" + title + "</title></head><body><main><h1>" + title
                        + "</h1><p>" + text + "</p></main></body></html>");
    }

    private Ran run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = CommandLineFactory.create(
                        (path, settings) -> new EmbeddedWorkspace(path, settings, models -> new HashingEncoder()),
                        new ServerAssembly())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        return new Ran(exit, out.toString(), err.toString());
    }

    private void index() {
        Ran ran = run("index", "--data", data, "--site", "werke", pages);
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("Site werke: 3 pages, 3 passages (3 embedded, 0 unchanged)")
                .contains("generation 1 is serving");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void isUsageError(Ran ran, String message) {
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).startsWith("lotse: ").contains(message).contains("--help");
        assertThat(ran.out()).isEmpty();
    }

    private static void failed(Ran ran, String message) {
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).startsWith("lotse: ").contains(message).doesNotContain("\tat ");
    }

    @Test
    void whatWasIndexedIsFound() {
        index();

        Ran ran = run("search", "--data", data, "--site", "werke", "balkonkraftwerk", "anmelden");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("Balkonkraftwerk anmelden").contains("balkon.html");
    }

    @Test
    void aSecondRunEmbedsNothingAgain() {
        index();

        Ran ran = run("index", "--data", data, "--site", "werke", pages);

        assertThat(ran.out()).contains("3 passages (0 embedded, 3 unchanged)").contains("generation 2 is serving");
    }

    @Test
    void aSearchAsJsonIsTheAnswerOfTheHttpApi() {
        index();

        Ran ran = run("search", "--data", data, "--site", "werke", "--json", "--filters", "lang:en", "outage");

        JsonNode answer = TestGateway.json(ran.out());
        assertThat(answer.path("hits").path(0).path("objectID").asText()).isEqualTo("en/outage.html");
        assertThat(answer.path("nbHits").asInt()).isEqualTo(1);
    }

    @Test
    void linesThatArePushedLandAndBadOnesAreToldByNumber() throws IOException {
        Path lines = write("pages.ndjson", """
                {"objectID":"a","url":"https://example.org/a","title":"Tarife","text":"Alle Tarife im Vergleich."}
                {"objectID":"b",
                {"objectID":"c","url":"https://example.org/c","title":"Zähler","text":"Den Zähler ablesen."}
                """);

        Ran ran = run("index", "--data", data, "--site", "werke", lines);

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains("2 pages pushed").contains("1 lines refused");
        assertThat(ran.err()).startsWith("line 2: ");
        assertThat(run("search", "--data", data, "--site", "werke", "zähler").out())
                .contains("https://example.org/c");
    }

    @Test
    void anEvaluationPrintsWhatWasMeasuredAndWritesItQueryByQuery() throws IOException {
        index();
        Path queries = write("queries.jsonl", """
                {"_id":"q1","text":"balkonkraftwerk"}
                {"_id":"q2","text":"umzug"}
                {"_id":"q3","text":"nobody judged this"}
                """);
        Path qrels = write("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\tbalkon.html\t1\nq2\tumzug.html\t1\n");
        Path json = folder.resolve("result.json");

        Ran ran =
                run("eval", "--data", data, "--site", "werke", "--queries", queries, "--qrels", qrels, "--json", json);

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("nDCG@10")
                .contains("MRR@10")
                .contains("success@1")
                .contains("p99");
        JsonNode result = TestGateway.json(Files.readString(json));
        assertThat(result.toString()).contains("q1").contains("balkon.html").doesNotContain("nobody judged");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"_id":"q1"}                      | q1\\tbalkon.html\\t1     | queries.jsonl, line 1 must be an object with the strings _id and text
            {"_id":"q1","text":"x"            | q1\\tbalkon.html\\t1     | queries.jsonl, line 1 is not valid JSON
            {"_id":"q1","text":"umzug"}       | q1\\tbalkon.html         | qrels.tsv, line 1 has 2 columns
            {"_id":"q1","text":"umzug"}       | q9\\tbalkon.html\\t1     | judges query 'q9'
            {"_id":"q1","text":"umzug"}       | q1\\tbalkon.html\\t0     | no query of
            """)
    void judgementsThatAreWrongAreNamedByLine(String query, String judgement, String message) throws IOException {
        index();
        Path queries = write("queries.jsonl", query);
        Path qrels = write("qrels.tsv", judgement.replace("\\t", "\t"));

        failed(run("eval", "--data", data, "--site", "werke", "--queries", queries, "--qrels", qrels), message);
    }

    @Test
    void aSiteThatIsNotThereIsNamedWithThoseThatAre() {
        index();

        failed(
                run("search", "--data", data, "--site", "werk", "x"),
                "there is no site 'werk' in " + data + "; there is werke");
    }

    @Test
    void badUsageSaysWhatIsAllowed() {
        isUsageError(run("index", "--data", data, "--site", "werke", folder.resolve("nowhere")), "does not exist");
        isUsageError(run("index", "--data", data, "--site", "../x", pages), "../x");
        isUsageError(run("index", "--data", data, "--site", "werke", "https://"), "'https://' is no URL");
        isUsageError(run("search", "--data", data, "--site", "werke", "--hits", "0", "x"), "allowed is 1 to 100");
        isUsageError(run("search", "--data", data, "--site", "werke", "--lang", "fr", "x"), "allowed is de or en");
        isUsageError(run("search", "--data", data, "--site", "werke", "--filters", "(tag:a", "x"), "--filters");
        isUsageError(run("search", "--data", data, "--site", "werke", " "), "QUERY is empty");
        isUsageError(run("serch"), "search");
        isUsageError(run(), "Which command?");
    }

    @Test
    void aPortInUseIsSaidWithWhatToDo() throws IOException {
        index();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            failed(
                    run("serve", "--data", data, "--port", taken.getLocalPort()),
                    "port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
        }
    }

    @Test
    void theConfigurationIsCheckedAsAWhole() throws IOException {
        Path config = write("lotse.yaml", "server:\n  port: many\n  hots: x\n");

        Ran ran = run("search", "--data", data, "--config", config, "--site", "werke", "x");

        failed(ran, "server.port is 'many'");
        assertThat(ran.err()).contains("unknown key server.hots").contains("server.host");
    }

    @Test
    void aDataFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path file = write("taken", "a file and no folder");

        Ran ran = run("index", "--data", file, "--site", "werke", pages);

        failed(ran, file.toString());
    }

    @Test
    void aCorruptIndexIsNamedWithTheRemedyAndAnotherRunRepairsIt() throws IOException {
        index();
        List<Path> segments;
        try (Stream<Path> files = Files.walk(data.resolve("index"))) {
            segments = files.filter(file -> file.getFileName().toString().startsWith("segments_"))
                    .toList();
        }
        assertThat(segments).isNotEmpty();
        for (Path segment : segments) {
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                file.setLength(20);
            }
        }

        failed(run("search", "--data", data, "--site", "werke", "umzug"), "index");

        Ran again = run("index", "--data", data, "--site", "werke", pages);
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(run("search", "--data", data, "--site", "werke", "umzug").out())
                .contains("umzug.html");
    }

    @Test
    void theDoctorSeesWhatIsThere() {
        index();

        Ran ran = run("doctor", "--data", data, "--port", "0");

        assertThat(ran.out())
                .contains("ok    java")
                .contains("ok    data")
                .contains("ok    disk")
                .contains("werke: 3 pages, 3 passages");
    }

    @Test
    void theModelsAreListedWithLicenceAndChecksum() {
        Ran ran = run("models", "--data", data);

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("e5-small-v2-q")
                .contains("(the configured encoder)")
                .contains("MIT");
    }
}
