package dev.lotse.gateway.retrieval.elasticsearch;

import static dev.lotse.gateway.retrieval.TestPages.direction;
import static dev.lotse.gateway.retrieval.TestPages.page;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.gateway.retrieval.RetrievalResult;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.TestPages;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchSettings.Access;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchSettings.Layout;
import dev.lotse.ranking.fusion.FusionMethod;
import dev.lotse.ranking.fusion.FusionSpec;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The site that tests of faults work on: page {@code p7} lies 7 degrees away from the query and has all its words. */
final class ClusterSite {
    static final String SITE = "faults";

    /** How many pages of each list are fused. */
    static final int WINDOW = 40;

    private ClusterSite() {}

    /** A patient gateway that looks for news of others once an hour. */
    static ElasticsearchSettings settings(
            List<URI> nodes, String prefix, Access access, Optional<Path> authority, Layout layout) {
        ElasticsearchSettings local = ElasticsearchSettings.local(nodes.getFirst(), Duration.ofHours(1));
        return new ElasticsearchSettings(
                nodes,
                prefix,
                access,
                authority,
                layout,
                local.connectTimeout(),
                Duration.ofSeconds(60),
                local.watch());
    }

    static ElasticsearchEngine open(ElasticsearchSettings settings) {
        return new ElasticsearchEngine(settings, NanoClock.SYSTEM, InstantSource.system());
    }

    static void publish(SearchEngine engine, int pages) {
        try (GenerationWriter writer = engine.newGeneration(SITE, TestPages.INFO)) {
            for (int i = 0; i < pages; i++) {
                writer.add(page("p" + i, "Tarif " + i)
                        .passage("Ein Tarif, Nummer " + i, i)
                        .build());
            }
            writer.publish();
        }
    }

    static RetrievalRequest request(float lexicalWeight, int size, boolean explain) {
        TextQuery words =
                new TextQuery("Tarif", TextLanguage.GERMAN, Map.of("title", 2f, "body", 1f), List.of(), 0.3f, 0f, 0.3f);
        return new RetrievalRequest(
                List.of(words),
                direction(0),
                new FusionSpec(FusionMethod.CONVEX, lexicalWeight, 1 - lexicalWeight, WINDOW, 60),
                new Filter.All(),
                Instant.parse("2026-11-23T12:00:00Z"),
                Set.of(),
                0,
                size,
                explain);
    }

    static RetrievalResult search(SearchEngine engine, RetrievalRequest request, Duration budget) {
        return engine.search(SITE, request, Deadline.in(budget, NanoClock.SYSTEM));
    }

    static RetrievalResult search(SearchEngine engine) {
        return search(engine, request(0.5f, 10, false), Duration.ofSeconds(60));
    }

    /** What a node answers, whatever its status. */
    static String http(URI node, String method, String path, String body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(node.resolve(path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .timeout(Duration.ofSeconds(90))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** A port on loopback that nobody listens on now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
