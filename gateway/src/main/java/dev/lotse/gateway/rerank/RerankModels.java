package dev.lotse.gateway.rerank;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.models.FeatureScorer;
import dev.lotse.models.LocalModels;
import dev.lotse.models.ModelException;
import dev.lotse.ranking.rerank.Feature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rerankers of this gateway: a site's own where {@code FOLDER/SITE.onnx} is there, else the one that ships. Each is
 * used for the languages that its metadata names, because there it was measured to help. A model is opened when it is first
 * needed; a file that changes is taken up within seconds.
 *
 * <p>Thread-safe.
 */
public final class RerankModels implements Reranker, AutoCloseable {
    /** Metadata: version of the model. */
    public static final String VERSION = "version";
    /** Metadata: languages that it helps in, separated by commas. */
    public static final String LANGUAGES = "languages";
    /** Metadata: {@code id@version} of the encoder whose features it was trained on. */
    public static final String ENCODER = "encoder";
    /** Metadata: {@link Feature#VERSION}. */
    public static final String FEATURES_VERSION = "features-version";

    private static final Logger LOG = LoggerFactory.getLogger(RerankModels.class);
    private static final String BUNDLED = "reranker.onnx";
    private static final String BUNDLED_METADATA = "reranker.properties";
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final LocalModels models;
    private final Path folder;
    private final RerankSettings settings;
    private final NanoClock clock;
    private final Map<String, Entry> sites = new ConcurrentHashMap<>();
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /** Of the model that ships, so that it need not be opened to be left alone; empty where none ships. */
    private final Map<String, String> bundledMetadata;

    private @Nullable Loaded bundled;

    /** A model that was opened, or why it could not be. */
    private record Loaded(@Nullable FeatureScorer scorer, Map<String, String> metadata, String problem) {}

    /** What was found for a site when it was last looked at; {@code own} is null where the site has none. */
    private record Entry(@Nullable Loaded own, @Nullable FileTime changed, long lookedAt) {}

    /** @param folder of the sites' own models; need not exist */
    public RerankModels(LocalModels models, Path folder, RerankSettings settings, NanoClock clock) {
        this.models = models;
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.bundledMetadata = bundledMetadata();
    }

    @Override
    public Choice choose(String site, String lang, String encoder) {
        if (!settings.enabled()) {
            return new Choice.Skip("rerank.mode is off");
        }
        Loaded own = own(site);
        if (own == null && bundledMetadata.isEmpty()) {
            return new Choice.Skip("this build has no reranker");
        }
        String unfit = unfit(own == null ? bundledMetadata : own.metadata(), lang, encoder);
        if (unfit != null && (own == null || own.scorer() != null)) {
            return new Choice.Skip(unfit);
        }
        Loaded model = own == null ? bundled() : own;
        FeatureScorer scorer = model.scorer();
        if (scorer == null) {
            if (logged.add(site + model.problem())) {
                LOG.warn("results of site '{}' stay in the order of the fusion: {}", site, model.problem());
            }
            return new Choice.Broken(model.problem());
        }
        return new Choice.Use(
                model.metadata().getOrDefault(VERSION, "unknown"),
                settings.depth(),
                candidates -> scorer.score(candidates.rows(), candidates.count()));
    }

    /** Why a model is not for such a search, or null where it is. */
    private static @Nullable String unfit(Map<String, String> metadata, String lang, String encoder) {
        String version = metadata.getOrDefault(VERSION, "unknown");
        String trainedOn = metadata.getOrDefault(ENCODER, "");
        if (!trainedOn.equals(encoder)) {
            return "the reranker " + version + " was trained with the encoder " + trainedOn + ", the index has "
                    + encoder;
        }
        return Arrays.asList(metadata.getOrDefault(LANGUAGES, "").split(",", -1))
                        .contains(lang)
                ? null
                : "the reranker " + version + " was not measured to help in '" + lang + "'";
    }

    @Override
    public String fingerprint(String site) {
        if (!settings.enabled()) {
            return "off";
        }
        Loaded own = own(site);
        return settings.depth() + (own == null ? bundledMetadata : own.metadata()).getOrDefault(VERSION, "-");
    }

    private @Nullable Loaded own(String site) {
        Entry entry = sites.get(site);
        if (entry == null || clock.nanos() - entry.lookedAt() > LOOK_AGAIN.toNanos()) {
            entry = sites.compute(site, (name, old) -> look(name, old));
        }
        return entry == null ? null : entry.own();
    }

    private static Map<String, String> bundledMetadata() {
        try (InputStream in = RerankModels.class.getResourceAsStream(BUNDLED_METADATA)) {
            if (in == null) {
                return Map.of();
            }
            Properties properties = new Properties();
            properties.load(in);
            Map<String, String> metadata = new HashMap<>();
            properties.stringPropertyNames().forEach(name -> metadata.put(name, properties.getProperty(name)));
            return Map.copyOf(metadata);
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", BUNDLED_METADATA, e.toString());
            return Map.of();
        }
    }

    private Entry look(String site, @Nullable Entry old) {
        Path file = folder.resolve(site + ".onnx");
        try {
            FileTime changed = Files.isRegularFile(file) ? Files.getLastModifiedTime(file) : null;
            if (old != null && changed != null && changed.equals(old.changed())) {
                return new Entry(old.own(), changed, clock.nanos());
            }
            // The one before is not closed: a search may be using it, and models are replaced rarely.
            return new Entry(
                    changed == null ? null : open(file.toString(), Files.readAllBytes(file)), changed, clock.nanos());
        } catch (IOException e) {
            return new Entry(new Loaded(null, Map.of(), file + " cannot be read: " + e), null, clock.nanos());
        }
    }

    private synchronized Loaded bundled() {
        Loaded loaded = bundled;
        if (loaded == null) {
            try (InputStream in = RerankModels.class.getResourceAsStream(BUNDLED)) {
                loaded = in == null
                        ? new Loaded(null, Map.of(), "the reranker that ships is missing")
                        : open("the reranker that ships", in.readAllBytes());
            } catch (IOException e) {
                loaded = new Loaded(null, Map.of(), "the reranker that ships cannot be read: " + e);
            }
            bundled = loaded;
        }
        return loaded;
    }

    private Loaded open(String name, byte[] model) {
        try {
            FeatureScorer scorer = models.openFeatureScorer(name, model);
            String version = scorer.metadata().getOrDefault(FEATURES_VERSION, "");
            if (!scorer.features().equals(Feature.columns()) || !version.equals(String.valueOf(Feature.VERSION))) {
                scorer.close();
                return new Loaded(
                        null,
                        Map.of(),
                        name + " is for features of version '" + version + "', this program has " + Feature.VERSION
                                + "; train it again");
            }
            return new Loaded(scorer, new HashMap<>(scorer.metadata()), "");
        } catch (ModelException e) {
            return new Loaded(null, Map.of(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public synchronized void close() {
        for (Entry entry : sites.values()) {
            close(entry.own());
        }
        sites.clear();
        close(bundled);
        bundled = null;
    }

    private static void close(@Nullable Loaded loaded) {
        FeatureScorer scorer = loaded == null ? null : loaded.scorer();
        if (scorer != null) {
            scorer.close();
        }
    }
}
