package dev.lotse.gateway.cli;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * Which engine holds the index.
 *
 * @param kind embedded, or on a cluster
 * @param cluster how to reach the cluster; there wherever {@code kind} asks for it
 * @param snapshotInterval how often copies of the cluster's sites on this machine are brought up to date, or empty for no copies
 */
public record EngineSettings(Kind kind, Optional<ElasticsearchSettings> cluster, Optional<Duration> snapshotInterval) {
    /** The engines. */
    public enum Kind {
        /** Lucene inside this process, files in the data folder. */
        EMBEDDED,
        ELASTICSEARCH
    }

    /** Reads key {@code engine} and section {@code elasticsearch}. */
    static EngineSettings read(ConfigReader root) {
        Kind kind = root.choice("engine", Kind.class);
        Optional<ElasticsearchSettings> cluster = ElasticsearchSettings.read(root);
        if (kind == Kind.ELASTICSEARCH && cluster.isEmpty()) {
            root.reject("elasticsearch.nodes", "", "at least one address where engine is elasticsearch");
        }
        ConfigReader snapshot = root.in("elasticsearch.snapshot");
        boolean enabled = snapshot.flag("enabled");
        Duration interval = snapshot.duration("interval", Duration.ofSeconds(1), Duration.ofDays(1));
        return new EngineSettings(kind, cluster, enabled ? Optional.of(interval) : Optional.empty());
    }
}
