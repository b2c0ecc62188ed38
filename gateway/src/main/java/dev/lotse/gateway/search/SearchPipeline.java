package dev.lotse.gateway.search;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.rerank.Reranker;
import dev.lotse.gateway.rerank.TextScorer;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.Lexicon;
import dev.lotse.gateway.retrieval.RetrievalRequest;
import dev.lotse.gateway.retrieval.RetrievalResult;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.Suggestion;
import dev.lotse.gateway.retrieval.UnknownSiteException;
import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.RuleSource;
import dev.lotse.models.Encoder;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipeline on an engine and a local encoder: the query is encoded while it is understood and its words are looked up, then
 * both are fused. A step that fails or cannot end in time is left out and named; without the engine there is no answer.
 *
 * <p>Thread-safe.
 */
public final class SearchPipeline implements SearchService {
    private static final Logger LOG = LoggerFactory.getLogger(SearchPipeline.class);

    /** Reasons that were logged; more would be new ones for every search. */
    private static final int MAX_TOLD = 1000;

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final SearchEngine engine;
    private final Encoder encoder;
    private final String encoderVersion;
    private final SearchSettings settings;
    private final String settingsVersion;
    private final Reranker reranker;
    private final RuleSource rules;
    private final RuleMeanings meanings;
    private final Duration patience;
    private final RuledRetrieval retrieval;
    private final QueryEncoder queryEncoder;
    private final NanoClock clock;
    private final InstantSource wallClock;

    /** A pipeline that leaves results in the order of the fusion, without rules. */
    public SearchPipeline(
            SearchEngine engine,
            Encoder encoder,
            SearchSettings settings,
            ExecutorService executor,
            NanoClock clock,
            InstantSource wallClock) {
        this(
                engine,
                encoder,
                settings,
                Reranker.off("this process has no reranker"),
                RuleSource.NONE,
                executor,
                clock,
                wallClock);
    }

    /**
     * A pipeline.
     *
     * @param reranker chooses how the best candidates are reordered
     * @param rules synonyms and rules in force
     * @param executor runs encodings, so that a slow one can be left behind; a virtual thread per task is right
     * @param clock measures the steps
     * @param wallClock tells which pages are valid now
     */
    public SearchPipeline(
            SearchEngine engine,
            Encoder encoder,
            SearchSettings settings,
            Reranker reranker,
            RuleSource rules,
            ExecutorService executor,
            NanoClock clock,
            InstantSource wallClock) {
        this(
                engine,
                encoder,
                settings,
                reranker,
                rules,
                new RuleMeanings(() -> encoder, executor),
                Duration.ZERO,
                executor,
                clock,
                wallClock);
    }

    /**
     * A pipeline that shares what is known of the meanings of rules.
     *
     * @param meanings knows which rules a query is near
     * @param patience how long a search waits for that to be known: nothing where visitors ask, some seconds where an editor tries
     */
    public SearchPipeline(
            SearchEngine engine,
            Encoder encoder,
            SearchSettings settings,
            Reranker reranker,
            RuleSource rules,
            RuleMeanings meanings,
            Duration patience,
            ExecutorService executor,
            NanoClock clock,
            InstantSource wallClock) {
        this.meanings = meanings;
        this.patience = patience;
        this.reranker = reranker;
        this.rules = rules;
        this.retrieval = new RuledRetrieval(engine);
        this.engine = engine;
        this.encoder = encoder;
        this.encoderVersion = encoder.model().versionedId();
        this.settings = settings;
        this.settingsVersion = settings.version();
        this.queryEncoder = new QueryEncoder(encoder, executor, clock);
        this.clock = clock;
        this.wallClock = wallClock;
    }

    @Override
    public SearchOutcome search(SearchRequest request, Deadline deadline) {
        try {
            return search(request, engine.info(request.site()), deadline);
        } catch (UnknownSiteException e) {
            return new SearchOutcome.UnknownSite(request.site());
        } catch (EngineException e) {
            LOG.warn("search on site '{}' failed: {}", request.site(), e.getMessage());
            return new SearchOutcome.Unavailable("the search engine cannot answer at the moment");
        }
    }

    @Override
    public String fingerprint(String site) {
        CompiledRules tuned = rules.of(site);
        // Whatever else comes to change ranking belongs in here.
        return engine.fingerprint(site) + "|" + encoderVersion + "|" + settingsVersion + "|"
                + reranker.fingerprint(site) + "|" + tuned.fingerprint(wallClock.instant())
                + (meanings.areReady(tuned) ? "" : "-encoding");
    }

    @Override
    public boolean dependsOnDevice(String site) {
        return rules.of(site).byDevice();
    }

    @Override
    public List<Suggestion> suggest(String site, String prefix, @Nullable String lang, int limit, Deadline deadline) {
        return engine.suggest(site, prefix, lang, limit, deadline);
    }

    private SearchOutcome search(SearchRequest request, GenerationInfo generation, Deadline deadline) {
        float[] clientVector = request.vector();
        if (clientVector != null) {
            if (!generation.encoder().equals(request.vectorModel())) {
                return new SearchOutcome.Invalid(
                        "vectorModel",
                        "'" + request.vectorModel() + "' is not the model of the index; allowed is '"
                                + generation.encoder() + "'");
            }
            if (clientVector.length != generation.dimension()) {
                return new SearchOutcome.Invalid(
                        "vector", clientVector.length + " numbers; allowed is exactly " + generation.dimension());
            }
        }

        boolean byMeaning =
                request.mode() != SearchMode.KEYWORD && !request.query().isBlank();
        boolean encodes = byMeaning && clientVector == null;
        Instant now = wallClock.instant();
        CompiledRules tuned = rules.of(request.site());
        // Read before the encoding begins, so that nothing which can fail stands between its start and whoever ends it.
        Lexicon lexicon = engine.lexicon(request.site());
        QueryEncoder.Pending encoding = null;
        QueryUnderstanding query;
        if (tuned.replaces()) {
            // What is encoded may be another query, which only understanding tells.
            query = QueryUnderstanding.of(request, lexicon, settings, tuned, Set.of(), now);
            encoding = encodes ? startEncoding(query.searched(), request, generation, deadline) : null;
        } else {
            encoding = encodes ? startEncoding(request.query(), request, generation, deadline) : null;
            query = QueryUnderstanding.of(request, lexicon, settings, tuned, Set.of(), now);
        }
        Reranker.Choice choice = rerankChoice(request, query.lang(), generation);
        try (QueryMeaning meaning = new QueryMeaning(
                clientVector,
                encoding,
                byMeaning || clientVector != null,
                choice,
                encoderVersion,
                encoder.projection(),
                deadline,
                clock)) {
            Set<String> near = near(tuned, meaning);
            QueryUnderstanding whole =
                    near.isEmpty() ? query : QueryUnderstanding.of(request, lexicon, settings, tuned, near, now);
            return search(request, generation, whole, tuned, choice, meaning, now, deadline);
        }
    }

    /** Ids of the rules that the query is near; only where there are such rules is the vector waited for. */
    private Set<String> near(CompiledRules tuned, QueryMeaning meaning) {
        if (tuned.meanings().isEmpty()) {
            return Set.of();
        }
        float[] vector = meaning.get().vector();
        if (vector == null) {
            return Set.of();
        }
        if (!patience.isZero()) {
            meanings.await(tuned, patience);
        }
        return meanings.near(tuned, vector);
    }

    private SearchOutcome search(
            SearchRequest request,
            GenerationInfo generation,
            QueryUnderstanding query,
            CompiledRules tuned,
            Reranker.Choice choice,
            QueryMeaning meaning,
            Instant now,
            Deadline deadline) {
        boolean wordsOut = request.mode() == SearchMode.SEMANTIC && !meaning.missing();
        List<TextQuery> texts = wordsOut ? List.of() : query.texts();
        if (texts.isEmpty() && meaning.get().vector() == null) {
            return new SearchOutcome.Invalid("q", "the query has no word to search for");
        }
        RetrievalRequest wanted = new RetrievalRequest(
                texts,
                meaning,
                settings.of(TextLanguage.of(query.lang())).fusion(),
                query.filter(),
                now,
                request.facets(),
                request.page() * request.hitsPerPage(),
                request.hitsPerPage(),
                request.explain());
        long start = clock.nanos();
        long waitedBefore = meaning.waited().toNanos();
        TextReranking reading = choice instanceof Reranker.Choice.Texts model
                ? new TextReranking(
                        engine, model, new TextScorer.Query(request.site(), query.searched(), query.lang()), clock)
                : null;
        RetrievalResult result = retrieval.search(
                request.site(),
                wanted,
                request.filter(),
                query.effects(),
                reading == null ? engine::search : reading,
                deadline);
        Duration reranking = reading == null ? Duration.ZERO : reading.took();
        long engineNanos = clock.nanos() - start - (meaning.waited().toNanos() - waitedBefore) - reranking.toNanos();

        Map<Step, Duration> timings = new EnumMap<>(Step.class);
        timings.put(Step.ENGINE, Duration.ofNanos(engineNanos));
        if (reading != null) {
            timings.put(Step.RERANK, reranking);
        }
        meaning.encodingTook().ifPresent(took -> timings.put(Step.ENCODE, took));
        Set<Step> degraded = EnumSet.noneOf(Step.class);
        if (meaning.missing()) {
            degraded.add(Step.ENCODE);
        }
        if (result.fromSnapshot()) {
            degraded.add(Step.ENGINE);
        }
        RerankOutcome reranked = RerankOutcome.of(choice, meaning.ranker(), result.reranking());
        if (reranked.degraded()) {
            degraded.add(Step.RERANK);
            warnOnce("site '" + request.site() + "': results stay in the order of the fusion: "
                    + reranked.explanation());
        }
        Map<String, String> versions = new HashMap<>();
        versions.put("index", result.version());
        versions.put("embedder", generation.encoder());
        reranked.version().ifPresent(version -> versions.put("reranker", version));
        if (tuned != CompiledRules.NONE) {
            versions.put("release", tuned.version());
        }
        return new SearchOutcome.Answered(
                UUID.randomUUID().toString(),
                query.lang(),
                query.corrected().equals(query.searched()) ? null : query.corrected(),
                result,
                degraded,
                timings,
                versions,
                reranked.explanation(),
                query.tuning(request.query()));
    }

    /** Null where the encoder does not fit the index or no time is left. */
    private QueryEncoder.@Nullable Pending startEncoding(
            String query, SearchRequest request, GenerationInfo generation, Deadline deadline) {
        if (!generation.encoder().equals(encoderVersion)) {
            warnOnce("site '" + request.site() + "' is searched by words only: its index was built with the encoder "
                    + generation.encoder() + ", loaded is " + encoderVersion + "; run 'lotse index' again");
            return null;
        }
        if (!deadline.allows(QueryMeaning.RETRIEVAL_RESERVE)) {
            return null;
        }
        boolean mayRerank = request.rerank() && request.mode() == SearchMode.HYBRID;
        return queryEncoder.start(query, mayRerank);
    }

    /** Most such reasons stay for all searches until somebody acts. */
    private void warnOnce(String message) {
        if (told.size() < MAX_TOLD && told.add(message)) {
            LOG.warn("{}", message);
        }
    }

    private Reranker.Choice rerankChoice(SearchRequest request, String lang, GenerationInfo generation) {
        if (!request.rerank()) {
            return new Reranker.Choice.Skip("the request says rerank=off");
        }
        if (request.mode() != SearchMode.HYBRID || request.query().isBlank()) {
            return new Reranker.Choice.Skip("only hybrid searches for words are reranked");
        }
        if (request.vector() != null) {
            return new Reranker.Choice.Skip("the client's vector comes without token vectors");
        }
        return reranker.choose(request.site(), lang, generation.encoder());
    }
}
