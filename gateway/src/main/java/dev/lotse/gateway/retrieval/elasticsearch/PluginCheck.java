package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.retrieval.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out on start whether the cluster has the plugin, and in a version that this gateway knows. */
final class PluginCheck {
    /** The line of Elasticsearch that requests and mapping are written for. */
    private static final String LINE = "8.";

    /** As in the plugin's descriptor. */
    private static final String NAME = "lotse";

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

    /**
     * Asks the cluster.
     *
     * @return what is wrong with single nodes, each with the remedy; requests that meet such a node fail
     * @throws WrongPluginException when the node that answers has no plugin, or not the right one
     */
    List<String> run() {
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
        return problems(status.path("plugin").path("version").asText());
    }

    private List<String> problems(String version) {
        JsonNode nodes;
        try {
            nodes = cluster.send(
                            "GET",
                            "/_nodes/plugins?filter_path=nodes.*.name,nodes.*.plugins.name,nodes.*.plugins.version",
                            timeout)
                    .path("nodes");
        } catch (ClusterProblem e) {
            return List.of("the plugins of the cluster's nodes cannot be looked at: " + e.getMessage());
        }
        List<String> problems = new ArrayList<>();
        for (JsonNode node : nodes) {
            String name = node.path("name").asText();
            String found = version(node.path("plugins"));
            if (found == null) {
                problems.add("node '" + name + "' has no plugin of Lotse and fails every search that it gets or holds a"
                        + " part of: install lotse-elasticsearch on it and restart it");
            } else if (!found.equals(version)) {
                problems.add("node '" + name + "' has version " + found + " of the plugin, others have " + version
                        + ": finish the upgrade soon");
            }
        }
        return problems;
    }

    private static @Nullable String version(JsonNode plugins) {
        for (JsonNode plugin : plugins) {
            if (plugin.path("name").asText().equals(NAME)) {
                return plugin.path("version").asText();
            }
        }
        return null;
    }
}
