package dev.lotse.gateway.retrieval.elasticsearch;

import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchSettings.Access;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchSettings.Layout;
import dev.lotse.gateway.retrieval.elasticsearch.node.ElasticsearchNode;
import dev.lotse.gateway.retrieval.elasticsearch.node.NodeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One real node for all tests of a run; tests keep apart by prefixes. It ends with the run. */
public final class SharedNode implements ParameterResolver {
    private static final Duration START = Duration.ofMinutes(3);
    private static final int HEAP_MIB = 512;
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    /** The node, and indexes of one's own on it. */
    public record Place(ElasticsearchNode node, String prefix) {
        /** How a gateway reaches the node. */
        public ElasticsearchSettings settings() {
            return settings(node.address());
        }

        ElasticsearchSettings settings(URI address) {
            return ClusterSite.settings(List.of(address), prefix, Access.NONE, Optional.empty(), Layout.SMALL);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Place.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = Objects.requireNonNull(context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedNode.class))
                .computeIfAbsent("node", key -> Running.start(), Running.class));
        running.requireAlive();
        return new Place(running.node(), "t" + PREFIXES.incrementAndGet() + "-");
    }

    /** A node that ends with the JVM, and its folder with it. */
    private record Running(ElasticsearchNode node) {
        /** A node that ended on its own fails every later test with the reason, instead of each with another symptom. */
        void requireAlive() {
            if (!node.process().isAlive()) {
                throw new IllegalStateException("the shared node has ended; its log ends with:\n" + node.lastLines());
            }
        }

        static Running start() {
            Path home = temporary();
            ElasticsearchNode node = SharedNode.start(home, plugin(), 0, Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                node.close();
                delete(home);
            }));
            return new Running(node);
        }
    }

    /** A new folder; in memory where the system offers that, because every small index is synchronised to disk several times. */
    public static Path temporary() {
        try {
            Path memory = Path.of("/dev/shm");
            boolean usable =
                    Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > 1L << 30;
            return usable ? Files.createTempDirectory(memory, "lotse-es-") : Files.createTempDirectory("lotse-es-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder; links are deleted, not followed. */
    public static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the build put the plugin. */
    public static Path plugin() {
        return Path.of(property("elasticsearch.plugin"));
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("this test needs the system property " + name + "; Maven's verify sets it");
        }
        return value;
    }

    /** Starts a node of its own; whoever asks ends it. */
    public static ElasticsearchNode start(Path home, @Nullable Path plugin, int port, Map<String, String> extra) {
        Path distribution = Path.of(property("elasticsearch.distribution"));
        return ElasticsearchNode.start(new NodeSettings(distribution, plugin, home, HEAP_MIB, port, extra), START);
    }
}
