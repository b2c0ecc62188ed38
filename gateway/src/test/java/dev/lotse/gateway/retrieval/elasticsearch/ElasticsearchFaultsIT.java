package dev.lotse.gateway.retrieval.elasticsearch;

import static dev.lotse.gateway.retrieval.TestPages.page;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.SITE;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.open;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.publish;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.request;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.gateway.retrieval.TestPages;
import dev.lotse.gateway.retrieval.UnknownSiteException;
import dev.lotse.gateway.retrieval.elasticsearch.node.ElasticsearchNode;
import dev.lotse.ranking.text.AnalyzedTerm;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQueryBuilder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can go wrong with a real cluster, and what the operator is told. */
@ExtendWith(SharedNode.class)
@Tag("cluster")
class ElasticsearchFaultsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SharedNode.Place place;

    ElasticsearchFaultsIT(SharedNode.Place place) {
        this.place = place;
    }

    private String index() {
        return "/" + place.prefix() + SITE + "@1";
    }

    private String http(String method, String path, String body) throws IOException, InterruptedException {
        return ClusterSite.http(place.node().address(), method, path, body);
    }

    /** The name of the serving index comes to name an empty one that somebody else made. */
    private void replaceIndex(String body) throws IOException, InterruptedException {
        http("DELETE", index(), "");
        http("PUT", index() + "?wait_for_active_shards=0", body);
    }

    @Test
    void anIndexThatSomebodyDeletedIsNamedWithTheRemedy() throws IOException, InterruptedException {
        try (ElasticsearchEngine engine = open(place.settings())) {
            publish(engine, 1);
            http("DELETE", index(), "");

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
            http("PUT", index() + "/_settings", "{\"index.blocks.write\": true}");

            assertThatThrownBy(
                            () -> engine.update(SITE, List.of(page("neu", "Neu").build()), List.of()))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("page 'neu'")
                    .hasMessageContaining("blocked");
            assertThat(search(engine).hits()).hasSize(2);

            http("PUT", index() + "/_settings", "{\"index.blocks.write\": false}");
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
                    .hasMessageContaining("1 of 2 pages could not be written: page 'falsch'")
                    .hasMessageContaining("index the site again with 'lotse index'");
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
                assertThatThrownBy(() -> search(engine, request(0.5f, 10, false), Duration.ofMillis(400)))
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
    void aClusterThatCannotBeReachedIsNamedAndThenLeftAlone() {
        URI nobody = URI.create("http://127.0.0.1:" + ClusterSite.freePort());
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
    void aFieldOfAnotherTypeIsAConflictThatIsNamedWithTheRemedy() throws IOException, InterruptedException {
        try (ElasticsearchEngine engine = open(place.settings())) {
            publish(engine, 1);
            replaceIndex("{\"mappings\": {\"dynamic\": \"strict\", \"properties\": {\"id\": {\"type\": \"long\"}}}}");

            assertThatThrownBy(() -> engine.update(SITE, List.of(page("a", "A").build()), List.of()))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("page 'a'")
                    .hasMessageContaining("the index has another layout")
                    .hasMessageContaining("index the site again with 'lotse index'");
        }
    }

    @Test
    void anIndexWithoutARunningShardIsNamedAndServesAgainByItself() throws IOException, InterruptedException {
        try (ElasticsearchEngine engine = open(place.settings())) {
            publish(engine, 2);
            replaceIndex("{\"settings\": {\"index.routing.allocation.require._name\": \"nobody\"}}");
            assertThat(http("GET", "/_cluster/health" + index(), "")).contains("\"status\":\"red\"");

            assertThatThrownBy(() -> search(engine))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("the cluster is red")
                    .hasMessageContaining("start the missing nodes");

            http("PUT", index() + "/_settings", "{\"index.routing.allocation.require._name\": null}");
            http("GET", "/_cluster/health" + index() + "?wait_for_status=yellow&timeout=60s", "");
            assertThat(search(engine).hits()).isEmpty();
        }
    }

    @Test
    void aNodeWithTooLittleHeapIsNamedAndServesAgainByItself() throws IOException, InterruptedException {
        try (ElasticsearchEngine engine = open(place.settings())) {
            publish(engine, 2);
            http("PUT", "/_cluster/settings", "{\"transient\": {\"indices.breaker.total.limit\": \"1kb\"}}");
            try {
                assertThatThrownBy(() -> search(engine))
                        .isInstanceOf(EngineException.class)
                        .hasMessageContaining("circuit_breaking_exception")
                        .hasMessageContaining("add heap or nodes");
            } finally {
                http("PUT", "/_cluster/settings", "{\"transient\": {\"indices.breaker.total.limit\": null}}");
            }
            assertThat(search(engine).hits()).hasSize(2);
        }
    }

    @Test
    void aClusterThatWasDownWhenTheGatewayStartedHasNoUnknownSites() {
        URI nobody = URI.create("http://127.0.0.1:" + ClusterSite.freePort());
        try (ElasticsearchEngine engine = open(place.settings(nobody))) {
            assertThatThrownBy(() -> search(engine))
                    .isInstanceOf(EngineException.class)
                    .isNotInstanceOf(UnknownSiteException.class)
                    .hasMessageContaining("has not told its sites yet");
            assertThatThrownBy(() -> engine.fingerprint(SITE)).isNotInstanceOf(UnknownSiteException.class);
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
            JSON.readTree(http("POST", "/_analyze", body))
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
}
