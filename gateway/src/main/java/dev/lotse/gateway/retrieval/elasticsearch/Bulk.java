package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.PageDocument;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes pages in batches, one batch at a time: whoever adds waits while the cluster is busy. A page that the cluster is too
 * busy for is sent again; a page that it refuses ends the work with its name and the reason. Used by one thread.
 */
final class Bulk {
    private static final int BATCH_BYTES = 4 << 20;
    private static final int MAX_TRIES = 6;
    private static final int MAX_NAMED = 3;

    private final Cluster cluster;
    private final String index;
    private final Duration timeout;
    private final List<Line> batch = new ArrayList<>();
    private int bytes;
    private int deleted;

    Bulk(Cluster cluster, String index, Duration timeout) {
        this.cluster = cluster;
        this.index = index;
        this.timeout = timeout;
    }

    /** One action, with its document if it has one. */
    private record Line(String objectId, byte[] bytes) {}

    void index(PageDocument document) {
        String id = document.page().objectId();
        add(id, "index", PageJson.document(document));
    }

    void delete(String objectId) {
        add(objectId, "delete", null);
    }

    private void add(String objectId, String action, @Nullable ObjectNode document) {
        ObjectNode head = Cluster.JSON.createObjectNode();
        head.putObject(action).put("_id", IndexNames.documentId(objectId));
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(Cluster.JSON.writeValueAsBytes(head));
            out.write('\n');
            if (document != null) {
                out.writeBytes(Cluster.JSON.writeValueAsBytes(document));
                out.write('\n');
            }
            batch.add(new Line(objectId, out.toByteArray()));
            bytes += out.size();
        } catch (JsonProcessingException e) {
            throw new EngineException(
                    "page '" + objectId + "' cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
        if (bytes >= BATCH_BYTES) {
            flush(false);
        }
    }

    /** The number of deletions that removed a page. */
    int deleted() {
        return deleted;
    }

    /**
     * Sends what is left.
     *
     * @param refresh whether it is to be visible on return
     * @throws EngineException naming the first pages that were refused; all others are written
     */
    void flush(boolean refresh) {
        List<Line> pending = List.copyOf(batch);
        batch.clear();
        bytes = 0;
        for (int attempt = 1; !pending.isEmpty(); attempt++) {
            pending = send(pending, refresh, attempt == MAX_TRIES);
            if (!pending.isEmpty()) {
                pause(attempt);
            }
        }
    }

    /** Sends lines and returns those that the cluster was too busy for. */
    private List<Line> send(List<Line> lines, boolean refresh, boolean last) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        lines.forEach(line -> body.writeBytes(line.bytes()));
        JsonNode answer;
        try {
            answer = cluster.sendLines(
                    "/" + index + "/_bulk" + (refresh ? "?refresh=true" : ""), body.toByteArray(), timeout);
        } catch (ClusterProblem e) {
            if (e.status() == 429 && !last) {
                return lines;
            }
            throw e;
        }
        JsonNode items = answer.path("items");
        List<Line> again = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode item = items.path(i).elements().hasNext()
                    ? items.path(i).elements().next()
                    : Cluster.JSON.missingNode();
            int status = item.path("status").asInt(500);
            if (status == 429 && !last) {
                again.add(lines.get(i));
            } else if (item.has("error") || status >= 500) {
                refused.add("page '" + lines.get(i).objectId() + "': "
                        + ClusterProblem.of("it", status, item).getMessage());
            } else if (item.path("result").asText().equals("deleted")) {
                deleted++;
            }
        }
        if (!refused.isEmpty()) {
            throw new EngineException(refused.size() + " of " + lines.size() + " pages could not be written: "
                    + String.join("; ", refused.subList(0, Math.min(MAX_NAMED, refused.size()))));
        }
        return again;
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(Duration.ofMillis(100L << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while the cluster was busy", e);
        }
    }
}
