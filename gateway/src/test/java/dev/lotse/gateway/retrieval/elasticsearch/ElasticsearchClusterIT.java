package dev.lotse.gateway.retrieval.elasticsearch;

import static dev.lotse.gateway.retrieval.TestPages.page;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.SITE;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.http;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.open;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.publish;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.request;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.ScoreParts;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchSettings.Access;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchSettings.Layout;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchSettings.VectorIndex;
import dev.lotse.gateway.retrieval.elasticsearch.node.ElasticsearchNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Two nodes and three shards: they rank as one, one of them may die, and one without the plugin is named. */
@Tag("cluster")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ElasticsearchClusterIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGES = 60;

    private final String seed = "127.0.0.1:" + ClusterSite.freePort();
    private final List<Path> homes = new ArrayList<>();
    private final List<ElasticsearchNode> nodes = new ArrayList<>();
    private @Nullable ElasticsearchEngine opened;

    @BeforeAll
    void startTwoNodes() throws IOException, InterruptedException {
        start(
                SharedNode.plugin(),
                Map.of(
                        "node.name",
                        "first",
                        "transport.port",
                        seed.substring(seed.indexOf(':') + 1),
                        "cluster.initial_master_nodes",
                        "first"));
        join("second", SharedNode.plugin());
        assertThat(http(address(0), "GET", "/_cluster/health?wait_for_nodes=2&timeout=60s", ""))
                .contains("\"number_of_nodes\":2");
        opened = open(settings(address(1), address(0)));
        publish(engine(), PAGES);
        assertThat(http(address(0), "GET", "/_cluster/health?wait_for_status=green&timeout=60s", ""))
                .contains("\"status\":\"green\"");
    }

    private void join(String name, @Nullable Path plugin) {
        start(plugin, Map.of("node.name", name, "node.roles", "data", "discovery.seed_hosts", seed));
    }

    private void start(@Nullable Path plugin, Map<String, String> extra) {
        Path home = SharedNode.temporary();
        homes.add(home);
        nodes.add(SharedNode.start(home, plugin, 0, extra));
    }

    @AfterAll
    void stop() {
        if (opened != null) {
            opened.close();
        }
        nodes.reversed().forEach(ElasticsearchNode::close);
        homes.forEach(SharedNode::delete);
    }

    private ElasticsearchEngine engine() {
        return Objects.requireNonNull(opened);
    }

    private URI address(int node) {
        return nodes.get(node).address();
    }

    private static ElasticsearchSettings settings(URI... addresses) {
        Layout layout = new Layout(3, 1, VectorIndex.INT8_HNSW, 16, 100);
        return ClusterSite.settings(List.of(addresses), "two-", Access.NONE, Optional.empty(), layout);
    }

    @Test
    @Order(1)
    void pagesOfAllShardsAreRankedAsOneList() throws IOException, InterruptedException {
        JsonNode shards = JSON.readTree(
                http(address(0), "GET", "/_cat/shards/two-" + SITE + "@1?format=json&h=prirep,docs,node", ""));
        assertThat(shards).hasSize(6);
        assertThat(shards)
                .allSatisfy(shard ->
                        assertThat(shard.path("docs").asInt()).as("%s", shard).isGreaterThan(5));

        // By meaning alone the order is known: page i lies i degrees away, on whatever shard.
        List<PageHit> hits =
                search(engine(), request(0, 40, false), Duration.ofSeconds(60)).hits();
        assertThat(hits.stream().map(hit -> hit.page().objectId()).limit(39))
                .isEqualTo(IntStream.range(0, 39).mapToObj(i -> "p" + i).toList());
        assertThat(search(engine()).total()).isEqualTo(PAGES);
    }

    /** Were each shard's window normalised alone, three pages had the highest value of a list, and three the lowest. */
    @Test
    @Order(2)
    void scoresAreNormalisedOverTheMergedWindow() {
        List<PageHit> hits = search(engine(), request(0.5f, PAGES, true), Duration.ofSeconds(60))
                .hits();
        assertThat(hits).hasSize(PAGES);
        assertThat(ranks(hits, ScoreParts::lexicalRank)).isEqualTo(window());
        assertThat(ranks(hits, ScoreParts::denseRank)).isEqualTo(window());

        Function<PageHit, Double> lexical = normalised(hits, ScoreParts::lexicalScore);
        Function<PageHit, Double> dense = normalised(hits, ScoreParts::denseScore);
        List<PageHit> fused = hits.stream()
                .filter(hit -> parts(hit).lexicalRank() != null || parts(hit).denseRank() != null)
                .toList();
        assertThat(fused).hasSizeGreaterThan(ClusterSite.WINDOW).isEqualTo(hits.subList(0, fused.size()));
        assertThat(fused)
                .allSatisfy(hit -> assertThat(hit.score())
                        .as(hit.page().objectId())
                        .isEqualTo(0.5 * lexical.apply(hit) + 0.5 * dense.apply(hit), within(1e-4)));
    }

    private static List<Integer> window() {
        return IntStream.rangeClosed(1, ClusterSite.WINDOW).boxed().toList();
    }

    private static ScoreParts parts(PageHit hit) {
        return Objects.requireNonNull(hit.explanation());
    }

    private static List<Integer> ranks(List<PageHit> hits, Function<ScoreParts, @Nullable Integer> rank) {
        return hits.stream()
                .map(hit -> rank.apply(parts(hit)))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    private static Function<PageHit, Double> normalised(
            List<PageHit> hits, Function<ScoreParts, @Nullable Float> score) {
        double highest = scores(hits, score).max().orElseThrow();
        double lowest = scores(hits, score).min().orElseThrow();
        return hit -> {
            Float value = score.apply(parts(hit));
            return value == null ? 0 : (value - lowest) / (highest - lowest);
        };
    }

    private static DoubleStream scores(List<PageHit> hits, Function<ScoreParts, @Nullable Float> score) {
        return hits.stream()
                .map(hit -> score.apply(parts(hit)))
                .filter(Objects::nonNull)
                .mapToDouble(Float::doubleValue);
    }

    @Test
    @Order(3)
    void searchesAndUpdatesGoOnWhileANodeDies() throws IOException, InterruptedException {
        List<String> acknowledged = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            if (i == 4) {
                nodes.get(1).process().destroyForcibly();
            }
            String id = "during" + i;
            acknowledge(id, acknowledged);
            assertThat(search(engine()).total()).isGreaterThanOrEqualTo(PAGES + acknowledged.size());
        }
        http(address(0), "GET", "/_cluster/health?wait_for_nodes=1&timeout=60s", "");

        assertThat(acknowledged).hasSizeGreaterThan(4);
        for (String id : acknowledged) {
            assertThat(engine().page(SITE, id)).as(id).isPresent();
        }
        engine().update(SITE, List.of(), List.of("p7"));
        assertThat(engine().page(SITE, "p7")).isEmpty();
    }

    /** An update that meets the node's end may fail with a reason; then nobody was told that it is kept. */
    private void acknowledge(String id, List<String> acknowledged) {
        try {
            engine().update(SITE, List.of(page(id, "Tarif während").build()), List.of());
            acknowledged.add(id);
        } catch (EngineException e) {
            assertThat(e).hasMessageContaining("Elasticsearch");
        }
    }

    @Test
    @Order(4)
    void aNodeWithoutThePluginIsRefusedOrNamed() throws IOException, InterruptedException {
        join("bare", null);
        assertThat(http(address(0), "GET", "/_cluster/health?wait_for_nodes=2&timeout=60s", ""))
                .contains("\"number_of_nodes\":2");

        assertThatThrownBy(() -> open(settings(address(2))))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("without Lotse's plugin")
                .hasMessageContaining("on every node");

        try (Cluster cluster = new Cluster(settings(address(0)), NanoClock.SYSTEM)) {
            assertThat(new PluginCheck(cluster, Duration.ofSeconds(60)).run())
                    .singleElement()
                    .asString()
                    .contains("node 'bare' has no plugin of Lotse")
                    .contains("install lotse-elasticsearch on it");
        }
    }
}
