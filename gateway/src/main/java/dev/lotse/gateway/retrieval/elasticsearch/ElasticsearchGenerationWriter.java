package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.PageDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Builds a generation in an index of its own. Holds the site's build lease until it is closed. */
final class ElasticsearchGenerationWriter implements GenerationWriter {
    private final Cluster cluster;
    private final IndexNames names;
    private final SiteLocks locks;
    private final StoredDocuments documents;
    private final GenerationInfo info;
    private final Duration timeout;
    private final SiteLocks.Build build;
    private final SiteRecord start;
    private final long number;
    private final String index;
    private final Bulk bulk;
    private final Runnable published;
    private boolean done;

    ElasticsearchGenerationWriter(
            Cluster cluster,
            IndexNames names,
            SiteLocks locks,
            StoredDocuments documents,
            ElasticsearchSettings settings,
            String site,
            GenerationInfo info,
            Runnable published) {
        this.cluster = cluster;
        this.names = names;
        this.locks = locks;
        this.documents = documents;
        this.info = info;
        this.published = published;
        timeout = settings.adminTimeout();
        build = locks.startBuild(site);
        try {
            start = build.record();
            long highest = start.generation();
            for (long known : numbers(site)) {
                if (known > start.generation()) {
                    // A killed build left it behind; under the lease nobody else builds.
                    deleteIndex(names.generation(site, known));
                }
                highest = Math.max(highest, known);
            }
            number = highest + 1;
            index = names.generation(site, number);
            cluster.send("PUT", "/" + index, IndexLayout.index(site, number, info, settings.layout()), timeout);
            bulk = new Bulk(cluster, index, timeout);
        } catch (RuntimeException e) {
            build.close();
            throw e;
        }
    }

    @Override
    public void add(PageDocument document) {
        bulk.index(document);
    }

    @Override
    public long publish() {
        bulk.flush(false);
        String site = start.site();
        try (SiteLocks.Update update = locks.startUpdate(site)) {
            String old = update.record().index();
            if (old != null) {
                takeOverChanges(old);
            }
            bulk.flush(false);
            makeSearchable();
            swapAlias(site);
            update.publish(index, number, info);
            done = true;
            locks.forgetChanges(site, update.record().revision());
        }
        deleteOlder(site);
        published.run();
        return number;
    }

    /** Pages that were pushed or deleted in the serving generation while this one was built. */
    private void takeOverChanges(String old) {
        for (String id : locks.changedSince(start.site(), start.revision())) {
            // As deleted, unless the page is still there: then in the form it has now.
            documents.get(old, id).ifPresentOrElse(bulk::index, () -> bulk.delete(id));
        }
    }

    private void makeSearchable() {
        ObjectNode settings = Cluster.JSON.createObjectNode();
        settings.putObject("index").putNull("refresh_interval");
        cluster.send("PUT", "/" + index + "/_settings", settings, timeout);
        cluster.send("POST", "/" + index + "/_refresh", timeout);
        cluster.send("POST", "/" + index + "/_flush", timeout);
    }

    private void swapAlias(String site) {
        ObjectNode body = Cluster.JSON.createObjectNode();
        ArrayNode actions = body.putArray("actions");
        actions.addObject()
                .putObject("remove")
                .put("index", names.generations(site))
                .put("alias", names.alias(site))
                .put("must_exist", false);
        actions.addObject().putObject("add").put("index", index).put("alias", names.alias(site));
        cluster.send("POST", "/_aliases", body, timeout);
    }

    private List<Long> numbers(String site) {
        List<Long> numbers = new ArrayList<>();
        JsonNode indices = cluster.send("GET", "/" + names.generations(site) + "/_settings/index.uuid", timeout);
        indices.fieldNames().forEachRemaining(name -> {
            long found = names.number(site, name);
            if (found >= 0) {
                numbers.add(found);
            }
        });
        return numbers;
    }

    /** The generation before the serving one stays: another gateway may search it for a moment still. */
    private void deleteOlder(String site) {
        for (long known : numbers(site)) {
            if (known < number && known != start.generation()) {
                deleteIndex(names.generation(site, known));
            }
        }
    }

    private void deleteIndex(String name) {
        cluster.send("DELETE", "/" + name + "?ignore_unavailable=true", timeout);
    }

    @Override
    public void close() {
        try {
            if (!done) {
                deleteIndex(index);
            }
        } finally {
            build.close();
        }
    }
}
