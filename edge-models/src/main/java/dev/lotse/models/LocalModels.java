package dev.lotse.models;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The way to the models of this machine: opens them by id, fetching their files first where they are not here yet.
 *
 * <p>Thread-safe. What it opens is owned by the caller and must be closed there.
 */
public final class LocalModels {
    private final ModelRegistry registry;
    private final ModelOptions options;
    private final ModelStore store;
    private final NativeLibraries libraries;

    /**
     * @param folder where model files and native libraries are kept; made when needed
     * @param registry what may be opened
     * @param options how it is run
     */
    public LocalModels(Path folder, ModelRegistry registry, ModelOptions options) {
        this(folder, registry, options, LocalModels::newClient);
    }

    /** @param clients makes the HTTP client of a download; it must not follow redirects by itself */
    LocalModels(Path folder, ModelRegistry registry, ModelOptions options, Supplier<HttpClient> clients) {
        this.registry = registry;
        this.options = options;
        this.store = new ModelStore(
                folder, new ModelDownload(clients, ModelDownload.DEFAULT_MAX_BYTES, Duration.ofSeconds(60)));
        this.libraries = new NativeLibraries(folder);
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
    }

    /** What may be opened. */
    public ModelRegistry registry() {
        return registry;
    }

    /**
     * Brings the model's files to this machine and verifies them.
     *
     * @throws ModelException when there is no such model, or its files cannot be had or are not the right ones
     */
    public ModelFiles fetch(String id) {
        return store.fetch(registry.get(id));
    }

    /** Whether the model's files are on this machine already. */
    public boolean isFetched(String id) {
        return store.isFetched(registry.get(id));
    }

    /** Loads the native libraries and says whether they work here; for a health check. Never throws. */
    public List<LibraryCheck> checkLibraries() {
        return libraries.check();
    }

    /**
     * Opens an encoder, ready to use: files verified, shapes checked, warmed up.
     *
     * @throws ModelException when there is no such encoder, or it cannot be fetched, loaded or run
     */
    public Encoder openEncoder(String id) {
        ModelSpec spec = registry.get(id);
        require(spec, ModelSpec.Kind.ENCODER, "an encoder");
        ModelFiles files = store.fetch(spec);
        TextTokenizer tokenizer = tokenizer(files);
        OnnxEncoder encoder;
        try {
            OnnxNetwork network = network(
                    files,
                    new OnnxNetwork.Wanted(
                            3, spec.dimension(), "token vectors, FLOAT [batch, sequence, " + spec.dimension() + "]"));
            encoder = new OnnxEncoder(spec, tokenizer, network, options);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
        try {
            encoder.warmUp();
            return encoder;
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    /**
     * Opens a cross-encoder, ready to use.
     *
     * @throws ModelException when there is no such cross-encoder, or it cannot be fetched, loaded or run
     */
    public PairScorer openPairScorer(String id) {
        ModelSpec spec = registry.get(id);
        require(spec, ModelSpec.Kind.CROSS_ENCODER, "a cross-encoder");
        ModelFiles files = store.fetch(spec);
        TextTokenizer tokenizer = tokenizer(files);
        OnnxPairScorer scorer;
        try {
            PairTemplate template = tokenizer.pairTemplate();
            OnnxNetwork network = network(files, new OnnxNetwork.Wanted(2, 1, "one logit, FLOAT [batch, 1]"));
            scorer = new OnnxPairScorer(spec, tokenizer, template, network, options);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
        try {
            scorer.warmUp();
            return scorer;
        } catch (RuntimeException e) {
            scorer.close();
            throw e;
        }
    }

    /**
     * Opens a network over features, such as a trained reranker.
     *
     * @param file an ONNX file with an input {@code features} FLOAT [n, columns], an output {@code scores} FLOAT [n] or
     *     [n, 1], and a metadata entry {@code features} that names the columns, separated by commas
     * @throws ModelException when it is none or cannot be loaded
     */
    public FeatureScorer openFeatureScorer(Path file) {
        return OnnxFeatureScorer.load(libraries.loadOnnxRuntime(), file);
    }

    /**
     * Opens a network over features that is in memory, such as one that ships with the program.
     *
     * @param name what errors call it
     * @throws ModelException when it is none or cannot be loaded
     */
    public FeatureScorer openFeatureScorer(String name, byte[] model) {
        return OnnxFeatureScorer.load(libraries.loadOnnxRuntime(), name, model);
    }

    private static void require(ModelSpec spec, ModelSpec.Kind kind, String name) {
        if (spec.kind() != kind) {
            throw new ModelException(
                    "The model \"" + spec.id() + "\" is of the kind " + spec.kind() + ", not " + name + ".");
        }
    }

    private TextTokenizer tokenizer(ModelFiles files) {
        libraries.loadTokenizers();
        return TextTokenizer.load(files.tokenizer());
    }

    private OnnxNetwork network(ModelFiles files, OnnxNetwork.Wanted wanted) {
        return OnnxNetwork.load(libraries.loadOnnxRuntime(), files.onnx(), options.intraOpThreads(), wanted);
    }
}
