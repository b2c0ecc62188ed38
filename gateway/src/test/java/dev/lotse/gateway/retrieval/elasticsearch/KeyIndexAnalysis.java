package dev.lotse.gateway.retrieval.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The cluster's own index of keys wants an analyser for e-mail addresses that the small distribution lacks. A plugin of the same
 * names, which leaves addresses as they are, lets that index be made; nothing of keys is analysed by it.
 */
final class KeyIndexAnalysis {
    private static final String SOURCE = """
            package keys;

            import java.util.Map;
            import org.apache.lucene.analysis.TokenStream;
            import org.apache.lucene.analysis.core.KeywordTokenizer;
            import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
            import org.elasticsearch.index.analysis.TokenFilterFactory;
            import org.elasticsearch.index.analysis.TokenizerFactory;
            import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
            import org.elasticsearch.plugins.AnalysisPlugin;
            import org.elasticsearch.plugins.Plugin;

            public class KeysPlugin extends Plugin implements AnalysisPlugin {
                @Override
                public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
                    AnalysisProvider<TokenFilterFactory> same = (index, environment, name, settings) ->
                            new AbstractTokenFilterFactory(name, settings) {
                                @Override
                                public TokenStream create(TokenStream tokens) {
                                    return tokens;
                                }
                            };
                    return Map.of("pattern_capture", same, "unique", same);
                }

                @Override
                public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
                    return Map.of("uax_url_email", (index, environment, name, settings) ->
                            TokenizerFactory.newFactory(name, KeywordTokenizer::new));
                }
            }
            """;

    private KeyIndexAnalysis() {}

    /** Puts the plugin into the folder of a node that has not started yet. */
    static void install(Path home) throws IOException {
        Path folder = Files.createDirectories(home.resolve("plugins").resolve("keys"));
        Path source =
                Files.createDirectories(home.resolve("sources").resolve("keys")).resolve("KeysPlugin.java");
        Files.writeString(source, SOURCE);
        Path classes = Files.createDirectories(home.resolve("sources").resolve("classes"));
        Path libraries = Path.of(Objects.requireNonNull(System.getProperty("elasticsearch.distribution")), "lib");
        String classpath;
        try (Stream<Path> jars = Files.list(libraries)) {
            classpath = jars.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "these tests need a JDK");
        StringWriter told = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("--release", "17", "-proc:none", "-nowarn", "-cp", classpath, "-d", classes.toString());
            assertThat(compiler.getTask(told, files, null, options, null, files.getJavaFileObjects(source))
                            .call())
                    .as(told.toString())
                    .isTrue();
        }
        Process jar = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jar").toString(),
                        "--create",
                        "--file",
                        folder.resolve("keys.jar").toString(),
                        "-C",
                        classes.toString(),
                        ".")
                .inheritIO()
                .start();
        try {
            assertThat(jar.waitFor()).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        Files.writeString(folder.resolve("plugin-descriptor.properties"), """
                name=keys
                description=names that the index of keys wants
                version=1
                elasticsearch.version=8.19.21
                java.version=17
                classname=keys.KeysPlugin
                """);
    }
}
