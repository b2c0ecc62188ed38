package dev.lotse.benchmarks.cluster;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.GenerationWriter;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchEngine;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchSettings;
import dev.lotse.gateway.retrieval.elasticsearch.node.ElasticsearchNode;
import dev.lotse.gateway.retrieval.elasticsearch.node.NodeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A node of its own that holds copies of sites of an embedded engine, vectors included; closing ends it and deletes its files. */
final class NodeWithSite implements AutoCloseable {
    private static final int HEAP_MIB = 1024;
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration ADMIN = Duration.ofMinutes(2);

    private final Path home;
    private final ElasticsearchNode node;
    private final ElasticsearchEngine engine;

    private NodeWithSite(Path home, ElasticsearchNode node, ElasticsearchEngine engine) {
        this.home = home;
        this.node = node;
        this.engine = engine;
    }

    /**
     * Starts a node.
     *
     * @param shards of each site
     */
    static NodeWithSite start(int shards) throws IOException {
        Path home = Files.createTempDirectory("lotse-bench-es-");
        ElasticsearchNode node = ElasticsearchNode.start(
                new NodeSettings(
                        part("elasticsearch.distribution"), part("elasticsearch.plugin"), home, HEAP_MIB, 0, Map.of()),
                START);
        ElasticsearchSettings local = ElasticsearchSettings.local(node.address(), Duration.ofSeconds(1));
        ElasticsearchSettings.Layout small = ElasticsearchSettings.Layout.SMALL;
        ElasticsearchEngine engine = new ElasticsearchEngine(
                new ElasticsearchSettings(
                        local.nodes(),
                        local.prefix(),
                        local.access(),
                        Optional.empty(),
                        new ElasticsearchSettings.Layout(
                                shards, small.replicas(), small.vectors(), small.links(), small.buildWidth()),
                        local.connectTimeout(),
                        ADMIN,
                        local.watch()),
                NanoClock.SYSTEM,
                InstantSource.system());
        return new NodeWithSite(home, node, engine);
    }

    private static Path part(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the system property " + property + " is not set; bin/lotse sets it, and gets what it names");
        }
        return Path.of(value);
    }

    /** Copies a site as it is, so that nothing is encoded. */
    void copy(SearchEngine from, String site) {
        if (!from.sites().contains(site)) {
            throw new IllegalArgumentException(
                    "there is no site '" + site + "' in that folder; it has " + from.sites());
        }
        try (GenerationWriter writer = engine.newGeneration(site, from.info(site))) {
            from.forEachPage(site, writer::add);
            writer.publish();
        }
    }

    ElasticsearchNode node() {
        return node;
    }

    ElasticsearchEngine engine() {
        return engine;
    }

    @Override
    public void close() {
        engine.close();
        node.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
