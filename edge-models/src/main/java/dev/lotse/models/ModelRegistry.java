package dev.lotse.models;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The models that may be loaded, by id: those that come with the program and those of an optional file of the operator.
 *
 * <p>The file is JSON: {@code {"models": [{"id": …, "version": …, …}]}} with the fields of {@link ModelSpec}; prefixes,
 * the checksums of {@code file:} sources, and the dimension and pooling of a cross-encoder may be left out. A relative
 * {@code file:} source is taken from the folder of the registry file.
 *
 * <p>Immutable and thread-safe.
 */
public final class ModelRegistry {
    /** The encoder that is used where nothing else is configured. */
    public static final String DEFAULT_ENCODER = "e5-small-v2-q";

    private static final String BUNDLED = "models.json";

    private final Map<String, ModelSpec> byId;

    private ModelRegistry(Map<String, ModelSpec> byId) {
        this.byId = byId;
    }

    /** The models that come with the program. */
    public static ModelRegistry bundled() {
        try (InputStream in = ModelRegistry.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new ModelException("The program is incomplete: " + BUNDLED + " is missing from edge-models.");
            }
            return of(read(in.readAllBytes(), BUNDLED, UnaryOperator.identity()));
        } catch (IOException e) {
            throw new ModelException("The bundled model registry cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A registry of these entries.
     *
     * @throws ModelException when two entries share an id
     */
    public static ModelRegistry of(List<ModelSpec> specs) {
        Map<String, ModelSpec> byId = new LinkedHashMap<>();
        for (ModelSpec spec : specs) {
            if (byId.put(spec.id(), spec) != null) {
                throw new ModelException("Two models share the id \"" + spec.id() + "\"; ids must be unique.");
            }
        }
        return new ModelRegistry(byId);
    }

    /**
     * This registry and the entries of a file.
     *
     * @throws ModelException when the file cannot be read, an entry is not valid, or an id is already taken
     */
    public ModelRegistry plus(Path file) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ModelException("The model registry " + file + " cannot be read: " + e.getMessage(), e);
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        List<ModelSpec> specs = new ArrayList<>(byId.values());
        specs.addAll(read(content, file.toString(), source -> absolute(source, folder)));
        return of(specs);
    }

    private static String absolute(String source, @Nullable Path folder) {
        if (folder != null
                && ModelSource.parse(source).orElse(null) instanceof ModelSource.LocalFile local
                && !local.path().isAbsolute()) {
            return "file:" + folder.resolve(local.path()).normalize();
        }
        return source;
    }

    /** The entry, or empty where there is none of that id. */
    public Optional<ModelSpec> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * The entry.
     *
     * @throws ModelException when there is none of that id; it lists the ids that are known
     */
    public ModelSpec get(String id) {
        return find(id).orElseThrow(() -> new ModelException("There is no model \"" + id + "\"; known: "
                + byId.keySet().stream().sorted().collect(Collectors.joining(", ")) + "."));
    }

    /** All entries, those of the program first. */
    public List<ModelSpec> all() {
        return List.copyOf(byId.values());
    }

    private static List<ModelSpec> read(byte[] content, String where, UnaryOperator<String> sources) {
        ObjectMapper mapper = JsonMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        JsonNode models;
        try {
            models = mapper.readTree(content).path("models");
        } catch (IOException e) {
            throw new ModelException("The model registry " + where + " is not valid JSON: " + reason(e), e);
        }
        if (!models.isArray()) {
            throw new ModelException("The model registry " + where + ": \"models\" must be an array of entries, but is "
                    + models.getNodeType() + ".");
        }
        List<ModelSpec> specs = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            try {
                specs.add(mapper.treeToValue(models.get(i), Entry.class).toSpec(sources));
            } catch (JacksonException e) {
                throw new ModelException("The model registry " + where + ", entry " + (i + 1) + ": " + reason(e), e);
            } catch (ModelException e) {
                throw new ModelException("The model registry " + where + ", entry " + (i + 1) + ": " + e.getMessage());
            }
        }
        return specs;
    }

    private static String reason(Exception e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "the field " + unknown.getPropertyName() + " is unknown; allowed: "
                        + Arrays.stream(Entry.class.getRecordComponents())
                                .map(RecordComponent::getName)
                                .collect(Collectors.joining(", "))
                        + ".";
            case InvalidFormatException wrong ->
                path(wrong) + " is \"" + wrong.getValue() + "\"; allowed: " + allowed(wrong.getTargetType()) + ".";
            case JsonMappingException mapping -> path(mapping) + ": " + mapping.getOriginalMessage();
            case JacksonException jackson -> jackson.getOriginalMessage();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
    }

    private static String allowed(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        return constants == null
                ? type.getSimpleName().toLowerCase(Locale.ROOT)
                : Arrays.stream(constants).map(Object::toString).collect(Collectors.joining(", "));
    }

    /** An entry as it is written, where some fields may be left out. */
    private record Entry(
            @Nullable String id,
            @Nullable String version,
            ModelSpec.@Nullable Kind kind,
            @Nullable String source,
            @Nullable String sha256,
            @Nullable String tokenizerSource,
            @Nullable String tokenizerSha256,
            @Nullable String licence,
            @Nullable Integer dimension,
            ModelSpec.@Nullable Pooling pooling,
            @Nullable String queryPrefix,
            @Nullable String passagePrefix,
            @Nullable Integer maxTokens,
            @Nullable List<String> languages) {

        ModelSpec toSpec(UnaryOperator<String> sources) {
            String known = present(id, "id");
            ModelSpec.Kind what = present(kind, "kind");
            boolean encoder = what == ModelSpec.Kind.ENCODER;
            return new ModelSpec(
                    known,
                    present(version, "version"),
                    what,
                    sources.apply(present(source, "source")),
                    sha256 == null ? "" : sha256,
                    sources.apply(present(tokenizerSource, "tokenizerSource")),
                    tokenizerSha256 == null ? "" : tokenizerSha256,
                    present(licence, "licence"),
                    encoder ? present(dimension, "dimension") : dimension == null ? 0 : dimension,
                    encoder ? present(pooling, "pooling") : pooling == null ? ModelSpec.Pooling.NONE : pooling,
                    queryPrefix == null ? "" : queryPrefix,
                    passagePrefix == null ? "" : passagePrefix,
                    present(maxTokens, "maxTokens"),
                    present(languages, "languages"));
        }

        private <T> T present(@Nullable T value, String field) {
            if (value == null) {
                throw new ModelException("Model \"" + (id == null ? "(no id)" : id) + "\": " + field + " is missing.");
            }
            return value;
        }
    }
}
