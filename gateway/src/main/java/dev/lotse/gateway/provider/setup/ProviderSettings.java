package dev.lotse.gateway.provider.setup;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.config.SecretPlace;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.transport.AuthScheme;
import dev.lotse.gateway.provider.transport.Endpoint;
import dev.lotse.gateway.provider.transport.KeySource;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One provider of models.
 *
 * @param format how it is spoken to
 * @param endpoint where it is, with its key
 * @param limits time limits of a call
 * @param maxConcurrent most calls under way to one of its models
 * @param retries further calls to the same model within one request
 * @param maxTokens longest answer where a request does not say; only Anthropic's format insists on one
 * @param redact whether personal data is replaced before anything is sent
 * @param openAi how it differs from OpenAI; has no meaning in another format
 * @param models by the name that chains call them
 */
public record ProviderSettings(
        Format format,
        Endpoint endpoint,
        CallLimits limits,
        int maxConcurrent,
        int retries,
        int maxTokens,
        boolean redact,
        OpenAiOptions openAi,
        Map<String, ModelSettings> models) {
    /** Names become parts of environment variables and of target ids. */
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    static final String NAME_ALLOWED = "1 to 40 lower-case letters, digits and hyphens";

    private static final int SHORTEST_KEY = 8;

    /** Wire formats. */
    public enum Format {
        /** Also rerankers in Cohere's shape, as vLLM and Jina have them. */
        OPENAI,
        ANTHROPIC,
        /** Cohere's and Jina's rerankers. */
        COHERE,
        /** Rerankers of Text Embeddings Inference; its embeddings below {@code /v1} are in OpenAI's format. */
        TEI;

        /** What its models may be asked for. */
        Set<ModelSettings.Kind> kinds() {
            return switch (this) {
                case OPENAI -> EnumSet.allOf(ModelSettings.Kind.class);
                case ANTHROPIC -> EnumSet.of(ModelSettings.Kind.CHAT);
                case COHERE, TEI -> EnumSet.of(ModelSettings.Kind.RERANK);
            };
        }
    }

    /** Which header carries the key; {@code auto} takes the usual one of the format. */
    enum Auth {
        AUTO,
        BEARER,
        API_KEY,
        X_API_KEY,
        NONE
    }

    /** The field for the longest answer: OpenAI's newer models know the longer name only, other servers mostly the shorter. */
    public enum MaxTokensField {
        MAX_TOKENS,
        MAX_COMPLETION_TOKENS
    }

    /**
     * How a server differs from OpenAI.
     *
     * @param chatPath path of chat completions below the address
     * @param maxTokensField name of the field for the longest answer
     * @param streamUsage whether it reports usage in streams when asked
     */
    public record OpenAiOptions(String chatPath, MaxTokensField maxTokensField, boolean streamUsage) {}

    public ProviderSettings {
        models = Map.copyOf(models);
    }

    /** Reads section {@code providers}. */
    public static Map<String, ProviderSettings> readAll(ConfigReader root) {
        Map<String, ProviderSettings> providers = new LinkedHashMap<>();
        root.each("providers").forEach((name, in) -> {
            if (!NAME.matcher(name).matches()) {
                in.reject("", name, NAME_ALLOWED);
            }
            ProviderSettings settings = read(in);
            if (settings != null) {
                providers.put(name, settings);
            }
        });
        return providers;
    }

    /** Null where a mistake was noted that leaves nothing to go on with. */
    private static @Nullable ProviderSettings read(ConfigReader in) {
        Format format = in.choice("format", Format.class);
        Optional<URI> url = in.optional("url", "an http(s) address without a query", ProviderSettings::uri);
        Auth auth = in.choice("auth", Auth.class);
        Optional<SecretPlace> key = in.secretPlace("key", SHORTEST_KEY);
        Duration connect = in.duration("connect-timeout", Duration.ofMillis(10), Duration.ofMinutes(1));
        CallLimits limits = new CallLimits(
                in.duration("first-token-timeout", Duration.ofMillis(10), Duration.ofMinutes(10)),
                in.duration("between-tokens-timeout", Duration.ofMillis(10), Duration.ofMinutes(10)),
                in.duration("total-timeout", Duration.ofMillis(10), Duration.ofHours(1)));
        int maxConcurrent = in.integer("max-concurrent", 1, 10_000);
        int retries = in.integer("retries", 0, 10);
        int maxTokens = in.integer("max-tokens", 1, 1_000_000);
        boolean redact = in.flag("redact");
        OpenAiOptions openAi = new OpenAiOptions(
                in.optional("chat-path", "a path that begins with /", text -> text.startsWith("/") ? text : null)
                        .orElse("/chat/completions"),
                in.choice("max-tokens-field", MaxTokensField.class),
                in.flag("stream-usage"));
        Map<String, ModelSettings> models = new LinkedHashMap<>();
        in.each("models").forEach((name, model) -> {
            if (!NAME.matcher(name).matches()) {
                model.reject("", name, NAME_ALLOWED);
            }
            ModelSettings settings = ModelSettings.read(name, model);
            if (!format.kinds().contains(settings.kind())) {
                model.reject("kind", lower(settings.kind()), kinds(format));
            }
            models.put(name, settings);
        });
        if (url.isEmpty()) {
            in.reject("url", "", "an http(s) address; every provider needs one");
            return null;
        }
        AuthScheme scheme = scheme(auth, format);
        if (scheme != AuthScheme.NONE && key.isEmpty()) {
            in.reject("key", "", "the environment variable, or key-file; or auth: none for a server that wants no key");
            return null;
        }
        KeySource source;
        try {
            source = scheme == AuthScheme.NONE ? KeySource.none() : KeySource.of(key.orElseThrow());
        } catch (IllegalArgumentException e) {
            in.reject("key", "[hidden]", "visible ASCII characters without spaces");
            return null;
        }
        try {
            return new ProviderSettings(
                    format,
                    Endpoint.of(url.get(), scheme, source, connect),
                    limits,
                    maxConcurrent,
                    retries,
                    maxTokens,
                    redact,
                    openAi,
                    models);
        } catch (IllegalArgumentException e) {
            in.reject("url", url.get().toString(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String kinds(Format format) {
        return format.kinds().stream().map(ProviderSettings::lower).collect(Collectors.joining(" or "))
                + " with format " + lower(format);
    }

    private static AuthScheme scheme(Auth auth, Format format) {
        return switch (auth) {
            case AUTO ->
                switch (format) {
                    case OPENAI, COHERE, TEI -> AuthScheme.BEARER;
                    case ANTHROPIC -> AuthScheme.X_API_KEY;
                };
            case BEARER -> AuthScheme.BEARER;
            case API_KEY -> AuthScheme.API_KEY;
            case X_API_KEY -> AuthScheme.X_API_KEY;
            case NONE -> AuthScheme.NONE;
        };
    }

    private static @Nullable URI uri(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
