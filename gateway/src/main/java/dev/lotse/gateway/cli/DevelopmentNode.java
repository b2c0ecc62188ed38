package dev.lotse.gateway.cli;

import dev.lotse.gateway.retrieval.elasticsearch.node.ElasticsearchNode;
import dev.lotse.gateway.retrieval.elasticsearch.node.NodeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Starts a node from the parts that the start script names: an unpacked distribution and the plugin's zip. */
final class DevelopmentNode {
    private static final String DISTRIBUTION = "elasticsearch.distribution";
    private static final String PLUGIN = "elasticsearch.plugin";
    private static final Duration START = Duration.ofMinutes(3);

    private DevelopmentNode() {}

    /**
     * A node that ends with this process.
     *
     * @param heap in MiB
     * @param port on loopback, 0 for a free one
     */
    static ElasticsearchNode start(Path home, int heap, int port) {
        return ElasticsearchNode.start(
                new NodeSettings(part(DISTRIBUTION), part(PLUGIN), home, heap, port, Map.of()), START);
    }

    /** Fails with what to do where the parts are not named. */
    static void requireParts() {
        part(DISTRIBUTION);
        part(PLUGIN);
    }

    /** The options of a JVM that shall find the same parts. */
    static List<String> properties() {
        return List.of("-D" + DISTRIBUTION + "=" + part(DISTRIBUTION), "-D" + PLUGIN + "=" + part(PLUGIN));
    }

    private static Path part(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new CommandFailure(
                    "the system property " + property + " is not set; bin/lotse sets it, and gets what it names");
        }
        return Path.of(value);
    }
}
