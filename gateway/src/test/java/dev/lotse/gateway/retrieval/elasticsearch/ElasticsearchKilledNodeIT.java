package dev.lotse.gateway.retrieval.elasticsearch;

import static dev.lotse.gateway.retrieval.TestPages.page;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.SITE;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.open;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.publish;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.EngineOutageException;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.TestPages;
import dev.lotse.gateway.retrieval.elasticsearch.node.ElasticsearchNode;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The only node ends: killed at work, or not willing to start. */
@Tag("cluster")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ElasticsearchKilledNodeIT {
    private static final String FILLING = "x".repeat(50_000);

    @Test
    void whatWasAcknowledgedSurvivesANodeThatIsKilledDuringBulk() throws Exception {
        Path home = SharedNode.temporary();
        int port = ClusterSite.freePort();
        ElasticsearchNode node = SharedNode.start(home, SharedNode.plugin(), port, Map.of());
        ElasticsearchSettings settings = ElasticsearchSettings.local(node.address(), Duration.ofHours(1));
        try (ElasticsearchEngine engine = open(settings)) {
            publish(engine, 1);
            Set<String> acknowledged = ConcurrentHashMap.newKeySet();
            EngineException pushing;
            EngineException building;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                CountDownLatch filled = new CountDownLatch(1);
                CompletableFuture<EngineException> build =
                        CompletableFuture.supplyAsync(() -> build(engine, filled), threads);
                CompletableFuture<EngineException> push =
                        CompletableFuture.supplyAsync(() -> push(engine, acknowledged), threads);
                filled.await();
                await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() >= 20);
                node.process().destroyForcibly();
                pushing = push.get(2, TimeUnit.MINUTES);
                building = build.get(2, TimeUnit.MINUTES);
            }
            assertThat(pushing).hasMessageContaining("Elasticsearch (http://127.0.0.1:" + port + ")");
            assertThat(building).hasMessageContaining("Elasticsearch (http://127.0.0.1:" + port + ")");
            assertThatThrownBy(() -> search(engine)).isInstanceOf(EngineException.class);

            node = SharedNode.start(home, SharedNode.plugin(), port, Map.of());
            await().atMost(Duration.ofMinutes(1))
                    .ignoreException(EngineException.class)
                    .until(() -> search(engine).total() > acknowledged.size());
            for (String id : acknowledged) {
                assertThat(engine.page(SITE, id)).as(id).isPresent();
            }
            assertThat(engine.page(SITE, "filling0")).isEmpty();

            // Neither the push nor the build that died with the node stands in the way.
            assertThat(engine.update(SITE, List.of(), List.of("p0"))).isEqualTo(1);
            publish(engine, 3);
            assertThat(search(engine).total()).isEqualTo(3);
        } finally {
            node.close();
            SharedNode.delete(home);
        }
    }

    /** Stopped first, so that the search is surely on its way when the node dies, and not before or after. */
    @Test
    void aSearchThatIsOnItsWayWhenTheNodeIsKilledEndsAtOnceAndTheNextOneAfterTheRestartIsWhole() throws Exception {
        Path home = SharedNode.temporary();
        int port = ClusterSite.freePort();
        ElasticsearchNode node = SharedNode.start(home, SharedNode.plugin(), port, Map.of());
        try (ElasticsearchEngine engine = open(ElasticsearchSettings.local(node.address(), Duration.ofHours(1)));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            publish(engine, 3);
            assertThat(search(engine).total()).isEqualTo(3);
            assertThat(new ProcessBuilder(
                                    "kill",
                                    "-STOP",
                                    Long.toString(node.process().pid()))
                            .start()
                            .waitFor())
                    .isZero();
            List<CompletableFuture<EngineException>> searches = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> untilItFails(n -> search(engine)), threads))
                    .toList();
            // A hung node answers nobody: each search has been sent once its connection is there.
            await().atMost(Duration.ofSeconds(30)).until(() -> connections(port) >= searches.size());
            long start = System.nanoTime();
            node.process().destroyForcibly();
            for (CompletableFuture<EngineException> failed : searches) {
                assertThat(failed.get(30, TimeUnit.SECONDS))
                        .isInstanceOf(EngineOutageException.class)
                        .hasMessageContaining("Elasticsearch (http://127.0.0.1:" + port + ") cannot be reached");
            }
            // Long before the minute that these searches were given.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));

            node = SharedNode.start(home, SharedNode.plugin(), port, Map.of());
            await().atMost(Duration.ofMinutes(1))
                    .ignoreException(EngineException.class)
                    .until(() -> search(engine).total() == 3);
        } finally {
            node.close();
            SharedNode.delete(home);
        }
    }

    /** Connections to the node's port from this process. */
    private static long connections(int port) throws IOException {
        String remote = ":%04X 01 ".formatted(port);
        long found = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            found += Files.readAllLines(Path.of(table)).stream()
                    .filter(line -> line.contains(remote))
                    .count();
        }
        return found;
    }

    /** Changes the serving generation in steps of two pages until that fails. */
    private static EngineException push(ElasticsearchEngine engine, Set<String> acknowledged) {
        return untilItFails(i -> {
            List<PageDocument> pages = IntStream.of(2 * i, 2 * i + 1)
                    .mapToObj(number -> page("pushed" + number, "Tarif").build())
                    .toList();
            engine.update(SITE, pages, List.of());
            pages.forEach(page -> acknowledged.add(page.page().objectId()));
        });
    }

    /** Builds another generation until that fails, without ever publishing it. */
    private static EngineException build(ElasticsearchEngine engine, CountDownLatch filled) {
        try (GenerationWriter writer = engine.newGeneration(SITE, TestPages.INFO)) {
            return untilItFails(i -> {
                // A bulk request is sent every 4 MiB.
                writer.add(page("filling" + i, "Tarif").passage(FILLING, 1).build());
                if (i == 100) {
                    filled.countDown();
                }
            });
        } catch (EngineException e) {
            // Closing cannot tell the cluster either.
            return e;
        }
    }

    private static EngineException untilItFails(IntConsumer step) {
        for (int i = 0; ; i++) {
            try {
                step.accept(i);
            } catch (EngineException e) {
                return e;
            }
        }
    }

    @Test
    void aPluginForAnotherServerKeepsTheNodeFromStartingAndBothVersionsAreNamed(@TempDir Path temporary)
            throws IOException {
        Path other = temporary.resolve("lotse-elasticsearch-8.18.0.zip");
        Files.copy(SharedNode.plugin(), other);
        try (FileSystem zip = FileSystems.newFileSystem(other)) {
            Path descriptor = zip.getPath("plugin-descriptor.properties");
            String text = Files.readString(descriptor);
            assertThat(text).contains("elasticsearch.version=8.19.21");
            Files.writeString(
                    descriptor, text.replace("elasticsearch.version=8.19.21", "elasticsearch.version=8.18.0"));
        }
        Path home = SharedNode.temporary();
        try {
            assertThatThrownBy(() -> SharedNode.start(home, other, 0, Map.of()).close())
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("Plugin [lotse] was built for Elasticsearch version 8.18.0")
                    .hasMessageContaining("8.19.21");
        } finally {
            SharedNode.delete(home);
        }
    }
}
