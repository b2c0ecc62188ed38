package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.retrieval.EngineException;
import java.time.Duration;

/** Finds out on start whether the cluster has the plugin, and in a version that this gateway knows. */
final class PluginCheck {
    /** The line of Elasticsearch that requests and mapping are written for. */
    private static final String LINE = "8.";

    private final Cluster cluster;
    private final Duration timeout;

    PluginCheck(Cluster cluster, Duration timeout) {
        this.cluster = cluster;
        this.timeout = timeout;
    }

    /** The cluster answers, but cannot be used. */
    static final class WrongPluginException extends EngineException {
        private static final long serialVersionUID = 1L;

        WrongPluginException(String message) {
            super(message);
        }
    }

    void run() {
        JsonNode status;
        try {
            status = cluster.send("GET", "/_lotse/status", timeout);
        } catch (ClusterProblem e) {
            if (e.status() == 400 || e.status() == 404 || e.status() == 405) {
                throw new WrongPluginException(
                        "the Elasticsearch cluster answers, but without Lotse's plugin: install"
                                + " lotse-elasticsearch on every node and restart it, see search-plugin/elasticsearch/README.md");
            }
            throw e;
        }
        String server = status.path("elasticsearch").path("version").asText();
        if (!server.startsWith(LINE) || !status.path("analyzers").isArray()) {
            throw new WrongPluginException("the plugin on the Elasticsearch cluster (version '"
                    + status.path("plugin").path("version").asText() + "' on Elasticsearch '" + server
                    + "') is not the one for Elasticsearch 8.19; install the one of this release");
        }
    }
}
