package dev.lotse.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.KilledRun.Moment;
import dev.lotse.gateway.ingest.IngestService;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.lucene.LuceneEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code kill -9} during a run: what was served goes on being served, and the next run continues. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledIngestIT {
    private static final int OLD_PAGES = 20;

    private List<String> undisturbed = List.of();

    @TempDir
    Path temp;

    /** What the index looks like when nothing disturbs the same runs. */
    @BeforeAll
    void runUndisturbed(@TempDir Path sites) {
        try (SearchEngine engine = open(sites)) {
            index(sites, engine, "old", OLD_PAGES);
            index(sites, engine, "new", KilledRun.PAGES);
            undisturbed = contents(engine);
        }
    }

    private static SearchEngine open(Path sites) {
        return new LuceneEngine(sites, Duration.ofHours(1));
    }

    private static List<String> contents(SearchEngine engine) {
        List<String> contents = new ArrayList<>();
        engine.forEachPage(
                KilledRun.SITE,
                document -> contents.add(document.page() + " " + document.passages() + " "
                        + document.vectors().stream().map(Arrays::toString).toList() + document.inboundTexts()));
        contents.sort(null);
        return contents;
    }

    private static IngestService.Report index(Path sites, SearchEngine engine, String words, int pages) {
        return KilledRun.run(sites, engine, new KilledRun.CountingEncoder(count -> {}), words, pages);
    }

    private static void killAt(Path sites, Moment moment) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRun.class.getName(),
                        sites.toString(),
                        moment.name())
                .redirectErrorStream(true)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.add(line);
                if (line.equals(KilledRun.REACHED)) {
                    break;
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(said).contains(KilledRun.REACHED);
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void theOldGenerationServesAndTheNextRunContinues(Moment moment) throws IOException, InterruptedException {
        Path sites = Files.createDirectory(temp.resolve("killed"));
        try (SearchEngine engine = open(sites)) {
            index(sites, engine, "old", OLD_PAGES);
        }

        killAt(sites, moment);

        KilledRun.CountingEncoder encoder = new KilledRun.CountingEncoder(count -> {});
        try (SearchEngine engine = open(sites)) {
            long pages = engine.status(KilledRun.SITE).orElseThrow().pages();
            switch (moment) {
                case AFTER_PUBLISHING -> assertThat(pages).isEqualTo(KilledRun.PAGES);
                case WHILE_PUBLISHING -> assertThat(pages).isIn((long) OLD_PAGES, (long) KilledRun.PAGES);
                case ENCODING, WRITING, BEFORE_PUBLISHING -> assertThat(pages).isEqualTo(OLD_PAGES);
            }
            assertThat(contents(engine)).hasSize((int) pages);

            IngestService.Report report = KilledRun.run(sites, engine, encoder, "new", KilledRun.PAGES);

            assertThat(report.pages()).isEqualTo(KilledRun.PAGES);
            assertThat(report.skipped()).isEmpty();
            assertThat(contents(engine)).isEqualTo(undisturbed);
        }
        // Vectors become durable in steps of 256; when writing ends, all are.
        assertThat(encoder.count()).isLessThanOrEqualTo(KilledRun.PAGES - 256);
        if (moment.compareTo(Moment.BEFORE_PUBLISHING) >= 0) {
            assertThat(encoder.count()).isZero();
        }
        try (var files = Files.list(sites.resolve(KilledRun.SITE))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .doesNotContain("spool.mv", "vectors.mv.damaged", "current.next");
        }
        try (var generations = Files.list(sites.resolve(KilledRun.SITE).resolve("generations"))) {
            assertThat(generations.count()).as("generations kept").isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aSiteWhoseFirstRunIsKilledIsUnknownUntilTheNextEnds() throws IOException, InterruptedException {
        Path sites = Files.createDirectory(temp.resolve("first"));

        killAt(sites, Moment.WRITING);

        try (SearchEngine engine = open(sites)) {
            assertThat(engine.sites()).isEmpty();
            assertThat(index(sites, engine, "new", KilledRun.PAGES).pages()).isEqualTo(KilledRun.PAGES);
        }
    }
}
