package dev.lotse.gateway.retrieval.elasticsearch;

import static dev.lotse.gateway.retrieval.TestPages.direction;
import static dev.lotse.gateway.retrieval.TestPages.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.gateway.retrieval.RetrievalResult;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.TestPages;
import dev.lotse.gateway.retrieval.elasticsearch.node.ElasticsearchNode;
import dev.lotse.ranking.fusion.FusionMethod;
import dev.lotse.ranking.fusion.FusionSpec;
import dev.lotse.ranking.text.AnalyzedTerm;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can go wrong with a real cluster, and what the operator is told. */
@ExtendWith(SharedNode.class)
@Tag("cluster")
class ElasticsearchFaultsIT {
    private static final String SITE = "faults";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SharedNode.Place place;

    ElasticsearchFaultsIT(SharedNode.Place place) {
        this.place = place;
    }

    private static ElasticsearchEngine open(ElasticsearchSettings settings) {
        return new ElasticsearchEngine(settings, NanoClock.SYSTEM, InstantSource.system());
    }

    private static void publish(SearchEngine engine, int pages) {
        try (GenerationWriter writer = engine.newGeneration(SITE, TestPages.INFO)) {
            for (int i = 0; i < pages; i++) {
                writer.add(page("p" + i, "Tarif " + i)
                        .passage("Ein Tarif, Nummer " + i, i)
                        .build());
            }
            writer.publish();
        }
    }

    private static RetrievalResult search(SearchEngine engine, float lexicalWeight, int size, Duration budget) {
        TextQuery words =
                new TextQuery("Tarif", TextLanguage.GERMAN, Map.of("title", 2f, "body", 1f), List.of(), 0.3f, 0f, 0.3f);
        RetrievalRequest request = new RetrievalRequest(
                List.of(words),
                direction(0),
                new FusionSpec(FusionMethod.CONVEX, lexicalWeight, 1 - lexicalWeight, 40, 60),
                new Filter.All(),
                Instant.parse("2026-11-23T12:00:00Z"),
                Set.of(),
                0,
                size,
                false);
        return engine.search(SITE, request, Deadline.in(budget, NanoClock.SYSTEM));
    }

    private static RetrievalResult search(SearchEngine engine) {
        return search(engine, 0.5f, 10, Duration.ofSeconds(30));
    }

    private static String http(URI node, String method, String path, String body)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(node.resolve(path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .timeout(Duration.ofSeconds(90))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private String index() {
        return "/" + place.prefix() + SITE + "@1";
    }

    @Test
    void anIndexThatSomebodyDeletedIsNamedWithTheRemedy() throws IOException, InterruptedException {
        try (ElasticsearchEngine engine = open(place.settings())) {
            publish(engine, 1);
            http(place.node().address(), "DELETE", index(), "");

            assertThatThrownBy(() -> search(engine))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("no such index")
                    .hasMessageContaining("index the site again");
        }
    }

    @Test
    void aReadOnlyIndexIsNamedAndKeepsServing() throws IOException, InterruptedException {
        try (ElasticsearchEngine engine = open(place.settings())) {
            publish(engine, 2);
            http(place.node().address(), "PUT", index() + "/_settings", "{\"index.blocks.write\": true}");

            assertThatThrownBy(
                            () -> engine.update(SITE, List.of(page("neu", "Neu").build()), List.of()))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("page 'neu'")
                    .hasMessageContaining("blocked");
            assertThat(search(engine).hits()).hasSize(2);

            http(place.node().address(), "PUT", index() + "/_settings", "{\"index.blocks.write\": false}");
            engine.update(SITE, List.of(page("neu", "Neu").build()), List.of());
            assertThat(engine.page(SITE, "neu")).isPresent();
        }
    }

    @Test
    void aFieldOfAnotherLayoutIsRefusedByName() {
        try (ElasticsearchEngine engine = open(place.settings())) {
            publish(engine, 1);
            float[] longer = new float[] {1, 0, 0, 0, 0};
            var good = page("falsch", "Falsch").build();
            var bad = new PageDocument(good.page(), good.passages(), List.of(longer), good.inboundTexts());

            assertThatThrownBy(() ->
                            engine.update(SITE, List.of(bad, page("gut", "Gut").build()), List.of()))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("1 of 2 pages could not be written: page 'falsch'");
            assertThat(engine.page(SITE, "gut")).isPresent();
        }
    }

    @Test
    void aNodeThatHangsIsGivenUpAtTheDeadlineAndAskedAgainLater() throws IOException, InterruptedException {
        try (ElasticsearchEngine engine = open(place.settings())) {
            publish(engine, 1);
            signal(place.node(), "STOP");
            try {
                long start = System.nanoTime();
                assertThatThrownBy(() -> search(engine, 0.5f, 10, Duration.ofMillis(400)))
                        .isInstanceOf(EngineException.class)
                        .hasMessageContaining("did not answer POST");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            } finally {
                signal(place.node(), "CONT");
            }
            assertThat(search(engine).hits()).hasSize(1);
        }
    }

    private static void signal(ElasticsearchNode node, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(node.process().pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Test
    void aClusterThatCannotBeReachedIsNamedAndThenLeftAlone() throws IOException {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        try (ElasticsearchEngine engine = open(place.settings(nobody))) {
            assertThat(engine.sites()).isEmpty();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> engine.newGeneration(SITE, TestPages.INFO))
                        .hasMessageContaining("cannot be reached")
                        .hasMessageContaining("check elasticsearch.nodes");
            }
            assertThatThrownBy(() -> engine.newGeneration(SITE, TestPages.INFO))
                    .hasMessageContaining("is left alone for");
        }
    }

    @Test
    void aServerWithoutThePluginIsRefusedOnStart() {
        Path home = SharedNode.temporary();
        try (ElasticsearchNode bare = SharedNode.start(home, null, 0, Map.of())) {
            assertThatThrownBy(() -> open(place.settings(bare.address())))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("without Lotse's plugin")
                    .hasMessageContaining("on every node");
        } finally {
            SharedNode.delete(home);
        }
    }

    @Test
    void bothLucenesMakeTheSameTokens() throws IOException, InterruptedException {
        String text = "Die Zählerstände der Wärmepumpen-Tarife: Straße, Müller's café, "
                + "running customers' bills & geöffnete Druckerpatronen 4711-A";
        for (TextLanguage language : TextLanguage.values()) {
            String body = JSON.createObjectNode()
                    .put("analyzer", "lotse_" + language.tag())
                    .put("text", text)
                    .toString();
            List<String> tokens = new ArrayList<>();
            JSON.readTree(http(place.node().address(), "POST", "/_analyze", body))
                    .path("tokens")
                    .forEach(token -> tokens.add(token.path("token").asText() + "@"
                            + token.path("start_offset").asInt()));

            assertThat(tokens)
                    .isNotEmpty()
                    .isEqualTo(TextQueryBuilder.terms(text, language).stream()
                            .map((AnalyzedTerm term) -> term.text() + "@" + term.start())
                            .toList());
        }
    }

    @Test
    void twoNodesAndThreeShardsRankAsOneAndSurviveOne() throws IOException, InterruptedException {
        int transport;
        try (ServerSocket socket = new ServerSocket(0)) {
            transport = socket.getLocalPort();
        }
        String seed = "127.0.0.1:" + transport;
        Path firstHome = SharedNode.temporary();
        Path secondHome = SharedNode.temporary();
        try (ElasticsearchNode first = SharedNode.start(
                        firstHome,
                        SharedNode.plugin(),
                        0,
                        Map.of(
                                "node.name", "first",
                                "transport.port", Integer.toString(transport),
                                "cluster.initial_master_nodes", "first"));
                ElasticsearchNode second = SharedNode.start(
                        secondHome,
                        SharedNode.plugin(),
                        0,
                        Map.of("node.name", "second", "node.roles", "data", "discovery.seed_hosts", seed))) {
            assertThat(http(first.address(), "GET", "/_cluster/health?wait_for_nodes=2&timeout=60s", ""))
                    .contains("\"number_of_nodes\":2");
            ElasticsearchSettings one = place.settings(second.address());
            ElasticsearchSettings settings = new ElasticsearchSettings(
                    List.of(second.address(), first.address()),
                    one.prefix(),
                    one.access(),
                    one.ca(),
                    new ElasticsearchSettings.Layout(3, 1, ElasticsearchSettings.VectorIndex.INT8_HNSW, 16, 100),
                    one.connectTimeout(),
                    one.adminTimeout(),
                    one.watch());
            try (ElasticsearchEngine engine = open(settings)) {
                publish(engine, 60);

                // By meaning alone the order is known: page i lies i degrees away, on whatever shard.
                List<String> ids = search(engine, 0, 40, Duration.ofSeconds(60)).hits().stream()
                        .map(hit -> hit.page().objectId())
                        .toList();
                assertThat(ids.subList(0, 39))
                        .isEqualTo(IntStream.range(0, 39).mapToObj(i -> "p" + i).toList());
                assertThat(search(engine).total()).isEqualTo(60);
                http(first.address(), "GET", "/_cluster/health?wait_for_status=green&timeout=60s", "");

                second.process().destroyForcibly();
                second.process().onExit().join();
                http(first.address(), "GET", "/_cluster/health?wait_for_nodes=1&timeout=60s", "");

                assertThat(search(engine).total()).isEqualTo(60);
                engine.update(SITE, List.of(page("danach", "Tarif danach").build()), List.of("p7"));
                assertThat(search(engine).total()).isEqualTo(60);
                assertThat(engine.page(SITE, "danach")).isPresent();
                assertThat(engine.page(SITE, "p7")).isEmpty();
            }
        } finally {
            SharedNode.delete(firstHome);
            SharedNode.delete(secondHome);
        }
    }
}
