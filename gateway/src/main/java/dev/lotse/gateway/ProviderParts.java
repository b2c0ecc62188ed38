package dev.lotse.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.breaker.BreakerConfig;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.deadline.Sleeper;
import dev.lotse.gateway.ops.Health;
import dev.lotse.gateway.ops.ProviderMeters;
import dev.lotse.gateway.privacy.PersonalDataFinder;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ChatProvider;
import dev.lotse.gateway.provider.EmbeddingProvider;
import dev.lotse.gateway.provider.RerankProvider;
import dev.lotse.gateway.provider.anthropic.AnthropicChat;
import dev.lotse.gateway.provider.budget.BudgetLedger;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import dev.lotse.gateway.provider.budget.Budgets;
import dev.lotse.gateway.provider.chain.AttemptObserver;
import dev.lotse.gateway.provider.chain.ChainConfig;
import dev.lotse.gateway.provider.chain.ChainDirectory;
import dev.lotse.gateway.provider.chain.ChainDirectory.Named;
import dev.lotse.gateway.provider.chain.ChainParts;
import dev.lotse.gateway.provider.chain.ChatChain;
import dev.lotse.gateway.provider.chain.Guard;
import dev.lotse.gateway.provider.chain.RetryConfig;
import dev.lotse.gateway.provider.chain.Target;
import dev.lotse.gateway.provider.chain.UnaryChain;
import dev.lotse.gateway.provider.local.LocalEncoder;
import dev.lotse.gateway.provider.openai.HttpReranker;
import dev.lotse.gateway.provider.openai.OpenAiChat;
import dev.lotse.gateway.provider.openai.OpenAiDialect;
import dev.lotse.gateway.provider.openai.OpenAiEmbeddings;
import dev.lotse.gateway.provider.openai.RerankFormat;
import dev.lotse.gateway.provider.redact.RedactingChat;
import dev.lotse.gateway.provider.redact.RedactingEmbeddings;
import dev.lotse.gateway.provider.redact.RedactingReranker;
import dev.lotse.gateway.provider.setup.ModelSettings;
import dev.lotse.gateway.provider.setup.ProviderSettings;
import dev.lotse.gateway.provider.setup.ProvidersSettings;
import dev.lotse.gateway.provider.transport.Endpoint;
import dev.lotse.gateway.provider.transport.UpstreamHttp;
import dev.lotse.gateway.rerank.ChainScorer;
import dev.lotse.gateway.rerank.TextScorer;
import dev.lotse.gateway.trace.Traces;
import dev.lotse.models.Encoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The configured model providers and the local models, joined to chains. Thread-safe. */
final class ProviderParts implements AutoCloseable {
    /** Calls to the encoder at once; more would only wait for each other. */
    private static final int LOCAL_CALLS = 16;

    /** Models of this process are asked for vectors, and rank by them. */
    private static final Traces.Operation LOCAL = new Traces.Operation("embeddings", "lotse");

    private static final CallLimits LOCAL_LIMITS =
            new CallLimits(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5));

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ObjectMapper json = new ObjectMapper();
    private final PersonalDataFinder finder = new PersonalDataFinder();
    private final List<UpstreamHttp> connections = new ArrayList<>();
    private final Map<String, Target<ChatProvider>> chat = new TreeMap<>();
    private final Map<String, Target<EmbeddingProvider>> embeddings = new TreeMap<>();
    private final Map<String, Target<RerankProvider>> rerankers = new TreeMap<>();
    private final ChainDirectory directory;
    private final Budgets budgets;
    private final Map<String, Traces.Operation> operations = new TreeMap<>();
    private final NanoClock clock;

    /**
     * @param keyBudgets of the keys that have one of their own
     * @param ledger counts what is spent
     * @param encoder the local encoder; asked when it is first needed
     * @param encoderId what the local encoder is called
     */
    ProviderParts(
            ProvidersSettings settings,
            Map<String, Amount> keyBudgets,
            BudgetLedger ledger,
            Supplier<Encoder> encoder,
            String encoderId,
            ProviderMeters meters,
            Traces traces,
            NanoClock clock,
            InstantSource wallClock,
            RandomGenerator random) {
        this.clock = clock;
        budgets = new Budgets(settings.budgets().with(keyBudgets), ledger, wallClock);
        settings.providers().forEach((name, provider) -> add(name, provider, wallClock));
        guards().forEach(meters::target);
        ChainParts parts = new ChainParts(budgets, observer(meters, traces), Sleeper.SYSTEM, random, clock);
        directory = directory(settings, new LocalEncoder(encoder, clock), encoderId, parts);
    }

    private AttemptObserver observer(ProviderMeters meters, Traces traces) {
        return traces.equals(Traces.NONE)
                ? meters
                : (context, attempt) -> {
                    meters.attempted(context, attempt);
                    traces.attempted(operations.getOrDefault(attempt.target(), LOCAL), attempt);
                };
    }

    private void add(String name, ProviderSettings provider, InstantSource wallClock) {
        Endpoint endpoint = provider.endpoint();
        if (provider.format() == ProviderSettings.Format.ANTHROPIC) {
            endpoint = endpoint.withHeaders(AnthropicChat.VERSION_HEADER);
        }
        UpstreamHttp http = new UpstreamHttp(endpoint, executor, clock, wallClock);
        connections.add(http);
        ChatProvider chatting = redacted(provider, chatOf(name, provider, http));
        EmbeddingProvider embedding = provider.redact()
                ? new RedactingEmbeddings(new OpenAiEmbeddings(name, http, json), finder)
                : new OpenAiEmbeddings(name, http, json);
        RerankFormat rerankFormat =
                provider.format() == ProviderSettings.Format.TEI ? RerankFormat.TEI : RerankFormat.COHERE;
        RerankProvider plain = new HttpReranker(name, rerankFormat, http, json);
        RerankProvider reranking = provider.redact() ? new RedactingReranker(plain, finder) : plain;
        provider.models().forEach((alias, model) -> {
            String id = name + "/" + alias;
            operations.put(id, new Traces.Operation(lower(model.kind()), lower(provider.format())));
            switch (model.kind()) {
                case CHAT -> chat.put(id, target(id, chatting, name, provider, model));
                case EMBEDDINGS -> embeddings.put(id, target(id, embedding, name, provider, model));
                case RERANK -> rerankers.put(id, target(id, reranking, name, provider, model));
            }
        });
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private ChatProvider chatOf(String name, ProviderSettings provider, UpstreamHttp http) {
        return switch (provider.format()) {
            case ANTHROPIC -> new AnthropicChat(name, http, provider.maxTokens(), json);
            // The last two have no models that chat; settings see to it.
            case OPENAI, COHERE, TEI -> {
                ProviderSettings.OpenAiOptions options = provider.openAi();
                OpenAiDialect.MaxTokensField field = switch (options.maxTokensField()) {
                    case MAX_TOKENS -> OpenAiDialect.MaxTokensField.MAX_TOKENS;
                    case MAX_COMPLETION_TOKENS -> OpenAiDialect.MaxTokensField.MAX_COMPLETION_TOKENS;
                };
                yield new OpenAiChat(
                        name, http, new OpenAiDialect(options.chatPath(), field, options.streamUsage()), json);
            }
        };
    }

    private ChatProvider redacted(ProviderSettings provider, ChatProvider asked) {
        return provider.redact() ? new RedactingChat(asked, finder) : asked;
    }

    private <P> Target<P> target(String id, P asked, String name, ProviderSettings provider, ModelSettings model) {
        RetryConfig standard = RetryConfig.DEFAULT;
        RetryConfig retry = new RetryConfig(
                provider.retries(),
                standard.base(),
                standard.cap(),
                standard.maxRetryAfter(),
                standard.budgetRatio(),
                standard.budgetBurst());
        return new Target<>(
                id,
                asked,
                name,
                model.model(),
                model.traits(),
                provider.limits(),
                new Guard(BreakerConfig.DEFAULT, retry, provider.maxConcurrent(), clock));
    }

    private ChainDirectory directory(
            ProvidersSettings settings, LocalEncoder local, String encoderId, ChainParts parts) {
        List<Named<ChatChain>> chatChains = new ArrayList<>();
        List<Named<UnaryChain<EmbeddingProvider>>> embeddingChains = new ArrayList<>();
        List<Named<UnaryChain<RerankProvider>>> rerankChains = new ArrayList<>();
        settings.chains().values().stream()
                .sorted(Comparator.comparing(chain -> chain.config().name()))
                .forEach(chain -> {
                    ChainConfig config = chain.config();
                    switch (chain.kind()) {
                        case CHAT ->
                            chatChains.add(
                                    new Named<>(new ChatChain(config, targets(config, chat), parts), chain.aliases()));
                        case EMBEDDINGS ->
                            embeddingChains.add(new Named<>(
                                    new UnaryChain<>(config, targets(config, embeddings), parts), chain.aliases()));
                        case RERANK ->
                            rerankChains.add(new Named<>(
                                    new UnaryChain<>(config, targets(config, rerankers), parts), chain.aliases()));
                    }
                });
        embeddingChains.add(new Named<>(localChain(encoderId, (EmbeddingProvider) local, parts), List.of()));
        rerankChains.add(new Named<>(localChain(encoderId, (RerankProvider) local, parts), List.of()));
        return new ChainDirectory(chatChains, embeddingChains, rerankChains);
    }

    private <P> UnaryChain<P> localChain(String model, P provider, ChainParts parts) {
        Target<P> target = new Target<>(
                "local/" + model,
                provider,
                "local",
                model,
                Target.Traits.free(Integer.MAX_VALUE),
                LOCAL_LIMITS,
                new Guard(BreakerConfig.DEFAULT, RetryConfig.DEFAULT, LOCAL_CALLS, clock));
        return new UnaryChain<>(ChainConfig.ordered(model, List.of(target.id())), List.of(target), parts);
    }

    private static <P> List<Target<P>> targets(ChainConfig config, Map<String, Target<P>> all) {
        return config.steps().stream()
                .map(step -> {
                    Target<P> target = all.get(step.target());
                    if (target == null) {
                        throw new IllegalStateException(
                                "the configuration let an unknown model pass: " + step.target());
                    }
                    return target;
                })
                .toList();
    }

    /** All chains by name. */
    ChainDirectory directory() {
        return directory;
    }

    /** The chains of these names as rerankers of searches; settings have seen to it that each is there. */
    Map<String, TextScorer> rerankers(Collection<String> names) {
        Map<String, TextScorer> scorers = new HashMap<>();
        names.forEach(name ->
                directory.rerank(name).ifPresent(chain -> scorers.put(name, new ChainScorer(chain, clock))));
        return scorers;
    }

    /** What was spent. */
    Budgets budgets() {
        return budgets;
    }

    /** What stands before each model of a provider, by its id. */
    Map<String, Guard> guards() {
        Map<String, Guard> guards = new TreeMap<>();
        chat.forEach((id, target) -> guards.put(id, target.guard()));
        embeddings.forEach((id, target) -> guards.put(id, target.guard()));
        rerankers.forEach((id, target) -> guards.put(id, target.guard()));
        return guards;
    }

    /** Shows each model: where one is down, the next of its chain answers. */
    void watch(Health health) {
        guards().forEach((id, guard) -> health.helper("model " + id, guard::isClosed));
    }

    @Override
    public void close() {
        connections.forEach(UpstreamHttp::close);
        executor.shutdown();
    }
}
