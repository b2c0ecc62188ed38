package dev.lotse.gateway.retrieval.elasticsearch.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a development node is started.
 *
 * @param distribution an unpacked distribution, with {@code lib} and {@code modules}; only read
 * @param plugin Lotse's plugin zip, or null for a node without it
 * @param home made if it is not there; holds data, logs and configuration
 * @param heapMiB heap in MiB, 128 or more
 * @param httpPort port on loopback, 0 for a free one
 * @param extra settings that win over the standard ones, such as {@code cluster.name}
 */
public record NodeSettings(
        Path distribution, @Nullable Path plugin, Path home, int heapMiB, int httpPort, Map<String, String> extra) {
    private static final String SECURITY = "xpack.security.enabled";
    private static final String TLS = "xpack.security.http.ssl.enabled";

    /** The version that the plugin is built for. */
    public static final String VERSION = "8.19.21";

    public NodeSettings {
        distribution = distribution.toAbsolutePath().normalize();
        plugin = plugin == null ? null : plugin.toAbsolutePath().normalize();
        home = home.toAbsolutePath().normalize();
        extra = Map.copyOf(extra);
        if (heapMiB < 128) {
            throw new IllegalArgumentException("heap is " + heapMiB + " MiB; allowed are 128 or more");
        }
        for (String part : List.of("lib", "modules", "config")) {
            if (!Files.isDirectory(distribution.resolve(part))) {
                throw new IllegalArgumentException(distribution + " holds no Elasticsearch: there is no folder '" + part
                        + "'; 'bin/lotse es start' gets version " + VERSION);
            }
        }
        if (plugin != null && !Files.isRegularFile(plugin)) {
            throw new IllegalArgumentException("the plugin " + plugin
                    + " is not there; build it with: mvn -pl search-plugin/elasticsearch -am package");
        }
    }

    /** Whether requests need a name and password, which the node's folder {@code config} has to hold. */
    boolean isSecured() {
        return Boolean.parseBoolean(extra.get(SECURITY));
    }

    /** How the node is spoken to: {@code http} or {@code https}. */
    String scheme() {
        return Boolean.parseBoolean(extra.get(TLS)) ? "https" : "http";
    }
}
