package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.retrieval.EngineException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The index that all gateways of a cluster share: which generation of a site serves, who may build and change it, and which
 * pages were changed in place. A record is replaced only in the version that was read, so that two gateways never overwrite
 * each other. Thread-safe.
 */
final class Control {
    private static final int MAX_SITES = 10_000;
    private static final int MAX_TRIES = 50;

    private final Cluster cluster;
    private final IndexNames names;
    private final int replicas;
    private final Duration timeout;
    private final InstantSource clock;

    Control(Cluster cluster, IndexNames names, int replicas, Duration timeout, InstantSource clock) {
        this.cluster = cluster;
        this.names = names;
        this.replicas = replicas;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** The sites that have a serving generation. */
    List<SiteRecord> serving() {
        ObjectNode body = Cluster.JSON.createObjectNode().put("size", MAX_SITES);
        body.putObject("query").putObject("term").put("kind", SiteRecord.KIND);
        List<SiteRecord> records = new ArrayList<>();
        try {
            JsonNode answer =
                    cluster.send("POST", "/" + names.control() + "/_search?request_cache=false", body, timeout);
            for (JsonNode hit : answer.path("hits").path("hits")) {
                SiteRecord record = read(hit.path("_source"));
                if (record.index() != null) {
                    records.add(record);
                }
            }
        } catch (ClusterProblem e) {
            if (!e.isMissingIndex()) {
                throw e;
            }
        }
        return records;
    }

    /** A site's record as it is now, or empty. */
    Optional<SiteRecord> get(String site) {
        return versioned(site).map(Versioned::record);
    }

    private record Versioned(SiteRecord record, long sequence, long term) {}

    private Optional<Versioned> versioned(String site) {
        try {
            JsonNode answer = cluster.send("GET", document(site), timeout);
            return Optional.of(new Versioned(
                    read(answer.path("_source")),
                    answer.path("_seq_no").asLong(),
                    answer.path("_primary_term").asLong()));
        } catch (ClusterProblem e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Changes a record, again and again until nobody else changed it meanwhile.
     *
     * @param change gets the record as it is, and throws to leave it so
     */
    SiteRecord change(String site, UnaryOperator<SiteRecord> change) {
        for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
            Optional<Versioned> before = versioned(site);
            if (before.isEmpty()) {
                create();
            }
            SiteRecord after = change.apply(before.map(Versioned::record).orElseGet(() -> SiteRecord.unknown(site)));
            String condition = before.map(known -> "if_seq_no=" + known.sequence() + "&if_primary_term=" + known.term())
                    .orElse("op_type=create");
            try {
                cluster.send(
                        "PUT", document(site) + "?refresh=true&" + condition, Cluster.JSON.valueToTree(after), timeout);
                return after;
            } catch (ClusterProblem e) {
                if (!e.isConflict()) {
                    throw e;
                }
            }
        }
        throw new EngineException("site '" + site + "' is being changed by too many others at once; try again");
    }

    /** A lease from now on. */
    SiteRecord.Lease lease(String owner, Duration length) {
        return new SiteRecord.Lease(owner, clock.millis() + length.toMillis());
    }

    /** Whether somebody holds it still. */
    boolean isHeld(SiteRecord.@Nullable Lease lease) {
        return lease != null && lease.until() > clock.millis();
    }

    /** Notes pages before they are changed: a note without a change is harmless. */
    void noteChanges(SiteRecord record, Collection<String> objectIds) {
        ObjectNode body = Cluster.JSON.createObjectNode();
        body.put("kind", "change").put("site", record.site()).put("revision", record.revision() + 1);
        objectIds.forEach(body.withArray("ids")::add);
        cluster.send("POST", "/" + names.control() + "/_doc", body, timeout);
    }

    /** Pages that were changed after the revision, each once. */
    Set<String> changedSince(String site, long revision) {
        cluster.send("POST", "/" + names.control() + "/_refresh", timeout);
        Set<String> ids = new LinkedHashSet<>();
        JsonNode answer =
                cluster.send("POST", "/" + names.control() + "/_search", changes(site, "gt", revision), timeout);
        JsonNode hits = answer.path("hits");
        if (hits.path("total").path("value").asLong() > MAX_SITES) {
            throw new EngineException("site '" + site + "' was changed more than " + MAX_SITES
                    + " times while its index was built; pause the pushes and build it again");
        }
        for (JsonNode hit : hits.path("hits")) {
            hit.path("_source").path("ids").forEach(id -> ids.add(id.asText()));
        }
        return ids;
    }

    /** Forgets changes that every later generation contains. */
    void forgetChanges(String site, long revision) {
        ObjectNode body = changes(site, "lte", revision);
        body.put("_source", false);
        StringBuilder lines = new StringBuilder();
        JsonNode answer = cluster.send("POST", "/" + names.control() + "/_search", body, timeout);
        for (JsonNode hit : answer.path("hits").path("hits")) {
            lines.append("{\"delete\":{\"_id\":\"")
                    .append(hit.path("_id").asText())
                    .append("\"}}\n");
        }
        if (!lines.isEmpty()) {
            cluster.sendLines(
                    "/" + names.control() + "/_bulk", lines.toString().getBytes(StandardCharsets.UTF_8), timeout);
        }
    }

    private static ObjectNode changes(String site, String comparison, long revision) {
        ObjectNode body = Cluster.JSON.createObjectNode().put("size", MAX_SITES).put("track_total_hits", true);
        ObjectNode bool = body.putObject("query").putObject("bool");
        bool.withArray("filter").addObject().putObject("term").put("kind", "change");
        bool.withArray("filter").addObject().putObject("term").put("site", site);
        bool.withArray("filter")
                .addObject()
                .putObject("range")
                .putObject("revision")
                .put(comparison, revision);
        return body;
    }

    /** Creates the index where it is missing. */
    private void create() {
        ObjectNode body = Cluster.JSON.createObjectNode();
        body.putObject("settings").put("number_of_shards", 1).put("number_of_replicas", replicas);
        ObjectNode mapping = body.putObject("mappings").put("dynamic", "false");
        ObjectNode fields = mapping.putObject("properties");
        fields.putObject("kind").put("type", "keyword");
        fields.putObject("site").put("type", "keyword");
        fields.putObject("revision").put("type", "long");
        try {
            cluster.send("PUT", "/" + names.control(), body, timeout);
        } catch (ClusterProblem e) {
            if (!e.isExistingIndex()) {
                throw e;
            }
        }
    }

    private String document(String site) {
        return "/" + names.control() + "/_doc/" + IndexNames.encoded(site);
    }

    private SiteRecord read(JsonNode source) {
        try {
            return Cluster.JSON.treeToValue(source, SiteRecord.class);
        } catch (JsonProcessingException e) {
            throw new EngineException(
                    "the index " + names.control() + " holds a record that this version of Lotse cannot read", e);
        }
    }
}
