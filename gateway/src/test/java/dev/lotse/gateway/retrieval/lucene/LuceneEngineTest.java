package dev.lotse.gateway.retrieval.lucene;

import static dev.lotse.gateway.retrieval.TestPages.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.SearchEngineContract;
import dev.lotse.gateway.retrieval.TestPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneEngineTest extends SearchEngineContract {
    @TempDir
    private Path root;

    private LuceneEngine engine;

    @BeforeEach
    void open() {
        engine = new LuceneEngine(root, Duration.ofMillis(20));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Override
    protected SearchEngine engine() {
        return engine;
    }

    private static void publish(SearchEngine engine, String site, String... titles) {
        try (GenerationWriter writer = engine.newGeneration(site, TestPages.INFO)) {
            for (String title : titles) {
                writer.add(page(title, title).build());
            }
            writer.publish();
        }
    }

    @Test
    void whatAnotherProcessPublishesIsServedSoon() {
        try (LuceneEngine other = new LuceneEngine(root, Duration.ofHours(1))) {
            publish(other, "site", "eins");
            Awaitility.await().until(() -> engine.sites().contains("site"));

            other.update("site", List.of(page("zwei", "zwei").build()), List.of());
            Awaitility.await().until(() -> engine.status("site").orElseThrow().pages() == 2);
        }
    }

    @Test
    void everythingIsThereAfterARestart() {
        publish(engine, "site", "eins", "zwei");
        engine.update("site", List.of(), List.of("eins"));
        String version = engine.status("site").orElseThrow().version();
        engine.close();

        engine = new LuceneEngine(root, Duration.ofHours(1));

        assertThat(engine.status("site").orElseThrow().version()).isEqualTo(version);
        assertThat(engine.status("site").orElseThrow().pages()).isEqualTo(1);
    }

    @Test
    void whatAKilledBuildLeftIsCleanedUpByTheNext() throws IOException {
        publish(engine, "site", "eins");
        Path unfinished = Files.createDirectories(root.resolve("site/generations/7"));
        Files.writeString(unfinished.resolve("segments_1"), "rubbish");

        publish(engine, "site", "zwei");

        assertThat(unfinished.resolve("segments_1")).doesNotExist();
        assertThat(engine.status("site").orElseThrow().pages()).isEqualTo(1);
    }

    @Test
    void onlyTheServingAndThePreviousGenerationStayOnDisk() throws IOException {
        for (int i = 0; i < 4; i++) {
            publish(engine, "site", "titel" + i);
        }

        try (Stream<Path> generations = Files.list(root.resolve("site/generations"))) {
            assertThat(generations.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("3", "4");
        }
    }

    @Test
    void aCorruptedIndexIsReportedAndOtherSitesServe() throws IOException {
        publish(engine, "good", "eins");
        publish(engine, "bad", "eins");
        engine.close();
        try (Stream<Path> files = Files.list(root.resolve("bad/generations/1"))) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("segments")) {
                    Files.writeString(file, "rubbish");
                }
            }
        }

        engine = new LuceneEngine(root, Duration.ofHours(1));

        assertThat(engine.sites()).containsExactly("good");
    }

    @Test
    void anIndexOfAnotherFormatIsNotServedUntilTheSiteIsIndexedAgain() throws IOException {
        publish(engine, "site", "eins");
        engine.close();
        Path info = root.resolve("site/generations/1/info.json");
        Files.writeString(info, Files.readString(info).replaceFirst("\"format\":\\d+", "\"format\":1"));

        engine = new LuceneEngine(root, Duration.ofHours(1));

        assertThat(engine.sites()).isEmpty();
        publish(engine, "site", "eins", "zwei");
        assertThat(engine.status("site").orElseThrow().pages()).isEqualTo(2);
    }

    @Test
    void aSiteNameThatIsNoFolderNameIsRefused() {
        assertThatThrownBy(() -> engine.newGeneration("../evil", TestPages.INFO))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("'../evil' is no site name; allowed are");
    }

    @Test
    void anUnwritableFolderIsNamed() throws IOException {
        Path file = Files.writeString(root.resolve("blocked"), "a file where a folder should be");

        assertThatThrownBy(() -> engine.newGeneration("blocked", TestPages.INFO))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(file.toString());
    }
}
