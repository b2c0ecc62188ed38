package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageDocument;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads pages back out of an index. Thread-safe. */
final class StoredDocuments {
    private static final int WHOLE_PAGES = 50;
    private static final int OUTLINES = 1000;
    private static final Duration KEEP = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final Duration timeout;

    StoredDocuments(Cluster cluster, Duration timeout) {
        this.cluster = cluster;
        this.timeout = timeout;
    }

    Optional<PageDocument> get(String index, String objectId) {
        try {
            JsonNode answer = cluster.send(
                    "GET", "/" + index + "/_doc/" + IndexNames.encoded(IndexNames.documentId(objectId)), timeout);
            return Optional.of(PageJson.read(answer.path("_source")));
        } catch (ClusterProblem e) {
            if (e.status() == 404 && !e.isMissingIndex()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** All pages as they are at one moment. */
    void forEach(String index, Consumer<PageDocument> consumer) {
        scan(
                index,
                WHOLE_PAGES,
                List.of(IndexLayout.HEAD, IndexLayout.CONTENT, IndexLayout.PASSAGES),
                source -> consumer.accept(PageJson.read(source)));
    }

    /** All pages with their headings, but without text and links. */
    void forEachOutline(String index, Consumer<Page> consumer) {
        scan(
                index,
                OUTLINES,
                List.of(IndexLayout.HEAD, IndexLayout.OUTLINE),
                source -> consumer.accept(PageJson.readOutline(source)));
    }

    private void scan(String index, int size, Collection<String> parts, Consumer<JsonNode> consumer) {
        String keep = KEEP.toSeconds() + "s";
        String pit = cluster.send("POST", "/" + index + "/_pit?keep_alive=" + keep, timeout)
                .path("id")
                .asText();
        try {
            ObjectNode body = Cluster.JSON.createObjectNode();
            body.put("size", size).put("track_total_hits", false);
            parts.forEach(body.withArray("_source")::add);
            body.withArray("sort").add("_shard_doc");
            JsonNode hits;
            do {
                body.putObject("pit").put("id", pit).put("keep_alive", keep);
                JsonNode answer = cluster.send("POST", "/_search", body, timeout);
                pit = answer.path("pit_id").asText(pit);
                hits = answer.path("hits").path("hits");
                JsonNode last = Cluster.JSON.missingNode();
                for (JsonNode hit : hits) {
                    consumer.accept(hit.path("_source"));
                    last = hit.path("sort");
                }
                body.set("search_after", last);
            } while (hits.size() == size);
        } finally {
            cluster.send("DELETE", "/_pit", Cluster.JSON.createObjectNode().put("id", pit), timeout);
        }
    }
}
