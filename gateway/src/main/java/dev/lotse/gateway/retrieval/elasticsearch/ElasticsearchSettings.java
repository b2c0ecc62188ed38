package dev.lotse.gateway.retrieval.elasticsearch;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.config.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway reaches a cluster and lays out its indexes.
 *
 * @param nodes addresses of nodes, {@code http} or {@code https}; a request that one cannot take goes to the next
 * @param prefix what the names of all indexes begin with
 * @param access how the gateway identifies itself
 * @param ca PEM file with the certificates that the cluster's one may be signed by, or empty for the JVM's own
 * @param layout of new generations
 * @param connectTimeout for a connection to one node
 * @param adminTimeout for requests that no visitor waits for
 * @param watch how often other gateways' changes are looked for
 */
public record ElasticsearchSettings(
        List<URI> nodes,
        String prefix,
        Access access,
        Optional<Path> ca,
        Layout layout,
        Duration connectTimeout,
        Duration adminTimeout,
        Duration watch) {

    /** Who the gateway is to the cluster; at most one of both. */
    public record Access(Optional<Secret> apiKey, @Nullable String username, Optional<Secret> password) {
        /** A cluster without security. */
        public static final Access NONE = new Access(Optional.empty(), null, Optional.empty());
    }

    /**
     * How generations are laid out.
     *
     * @param shards primary shards of a generation, 1 to 1024
     * @param replicas copies of each besides the primary, 0 to 10
     * @param vectors how vectors are indexed
     * @param links links per node of HNSW, 4 to 512
     * @param buildWidth candidates when a node of HNSW is linked, 16 to 3200
     */
    public record Layout(int shards, int replicas, VectorIndex vectors, int links, int buildWidth) {
        /** One shard without copies, vectors in 8 bits. */
        public static final Layout SMALL = new Layout(1, 0, VectorIndex.INT8_HNSW, 16, 100);
    }

    /** Elasticsearch's kinds of vector index that suit Lotse. */
    public enum VectorIndex {
        HNSW,
        INT8_HNSW,
        INT4_HNSW,
        BBQ_HNSW
    }

    public ElasticsearchSettings {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("an Elasticsearch engine needs the address of at least one node");
        }
    }

    /** A cluster without security at one address, such as the development node. */
    public static ElasticsearchSettings local(URI node, Duration watch) {
        return new ElasticsearchSettings(
                List.of(node),
                "lotse-",
                Access.NONE,
                Optional.empty(),
                Layout.SMALL,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                watch);
    }

    /** Reads section {@code elasticsearch}; empty where it names no node. */
    public static Optional<ElasticsearchSettings> read(ConfigReader root) {
        ConfigReader in = root.in("elasticsearch");
        List<URI> nodes = in.list("nodes", "http or https addresses, such as https://es1.example.org:9200", text -> {
            try {
                URI uri = URI.create(text.strip());
                boolean usable =
                        ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
                return usable ? uri : null;
            } catch (IllegalArgumentException e) {
                return null;
            }
        });
        String prefix = in.text("prefix");
        if (!prefix.matches("[a-z0-9][a-z0-9._-]{0,31}")) {
            in.reject(
                    "prefix",
                    prefix,
                    "lower-case letters, digits, '.', '-' and '_', at most 32, beginning with a letter or digit");
        }
        Access access = new Access(
                in.secret("api-key", 8),
                in.optional("username", "a text", text -> text.isBlank() ? null : text.strip())
                        .orElse(null),
                in.secret("password", 1));
        Optional<Path> ca = in.optional("ca", "a readable PEM file", text -> {
            Path file = Path.of(text.strip());
            return Files.isReadable(file) ? file : null;
        });
        Layout layout = new Layout(
                in.integer("shards", 1, 1024),
                in.integer("replicas", 0, 10),
                in.choice("vectors", VectorIndex.class),
                in.integer("hnsw-links", 4, 512),
                in.integer("hnsw-build-width", 16, 3200));
        Duration connect = in.duration("connect-timeout", Duration.ofMillis(50), Duration.ofMinutes(1));
        Duration admin = in.duration("admin-timeout", Duration.ofSeconds(1), Duration.ofHours(1));
        Duration watch = in.duration("watch", Duration.ofMillis(100), Duration.ofHours(1));
        return nodes.isEmpty()
                ? Optional.empty()
                : Optional.of(new ElasticsearchSettings(nodes, prefix, access, ca, layout, connect, admin, watch));
    }
}
