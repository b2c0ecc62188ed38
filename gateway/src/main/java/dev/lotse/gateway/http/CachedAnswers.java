package dev.lotse.gateway.http;

import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.answer.AnswerRequest;
import dev.lotse.gateway.answer.AnswerService;
import dev.lotse.gateway.answer.AnswerSettings;
import dev.lotse.gateway.answer.RuleReplies;
import dev.lotse.gateway.answer.Source;
import dev.lotse.gateway.answer.again.AskedBefore;
import dev.lotse.gateway.cache.CacheKey;
import dev.lotse.gateway.cache.Lifetime;
import dev.lotse.gateway.cache.Loader;
import dev.lotse.gateway.cache.ResponseCache;
import dev.lotse.gateway.cache.Served;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ops.CacheMeters;
import dev.lotse.gateway.ops.GatewayMeters;
import dev.lotse.gateway.privacy.PersonalDataFinder;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.search.SearchOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's answer, from the cache where it may come from there. Kept is what is complete: no degraded answer, none by the local
 * answerer in place of a model, none of which anything was taken back, no error, and no question with personal data in it. Of equal
 * questions at once one is answered as it is written, and the others get that answer when it is whole. Thread-safe.
 */
public final class CachedAnswers {
    /** Of the bytes that are made of an answer; to be raised when they change, for gateways of two versions share a store. */
    private static final String REPRESENTATION = "answer@1";

    private static final String NO_SITE_SETTINGS = CacheKey.digest(SiteSettings.STANDARD.toString());

    private final RuleReplies rules;
    private final AnswerService answers;
    private final ResponseCache cache;
    private final AnswerSettings.Caching settings;
    private final Map<String, String> siteVersions = new ConcurrentHashMap<>();
    private final PersonalDataFinder personalData = new PersonalDataFinder();
    private final CacheMeters meters;
    private final GatewayMeters answerMeters;
    private final @Nullable AskedBefore<CacheKey> askedBefore;
    private final NanoClock clock;
    private final InstantSource wallClock;

    /**
     * @param rules asked first; what they say is not kept, for nothing is faster
     * @param sites settings that answers depend on
     * @param clock the cache's
     * @param wallClock tells when pages that are cited cease to be valid
     */
    public CachedAnswers(
            RuleReplies rules,
            AnswerService answers,
            ResponseCache cache,
            AnswerSettings.Caching settings,
            Map<String, SiteSettings> sites,
            CacheMeters meters,
            GatewayMeters answerMeters,
            NanoClock clock,
            InstantSource wallClock) {
        this.rules = rules;
        this.answers = answers;
        this.cache = cache;
        this.settings = settings;
        this.meters = meters;
        this.answerMeters = answerMeters;
        this.askedBefore = settings.similar().enabled()
                ? new AskedBefore<>(
                        settings.similar().threshold(), settings.similar().questions())
                : null;
        this.clock = clock;
        this.wallClock = wallClock;
        sites.forEach((site, siteSettings) -> siteVersions.put(site, CacheKey.digest(siteSettings.toString())));
    }

    /** Where an answer came from. */
    sealed interface Reply {
        /** It was made for this request; what the listener has not seen of it is still to be sent. */
        record Made(AnswerOutcome outcome, Served.Status cache) implements Reply {}

        /** It was made for another request, and nothing of it is sent. */
        record Again(Served served, Duration age) implements Reply {}
    }

    /** Its client has hung up, so it is nobody's answer. */
    private static final class AbandonedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private AbandonedException() {
            super("the client has hung up", null, false, false);
        }
    }

    /**
     * Answers a question or finds its answer.
     *
     * @param json makes the bytes that are kept
     * @throws ProblemException where there is no answer
     */
    Reply answer(AnswerFields fields, AnswerJson json, AnswerStream stream) {
        AnswerRequest request = fields.request();
        Optional<AnswerOutcome.ByRule> ruled = ruled(request);
        if (ruled.isPresent()) {
            return new Reply.Made(ruled.get(), Served.Status.BYPASS);
        }
        Deadline deadline = Deadline.in(fields.timeout(), clock);
        String fingerprint = mayCache(request) ? fingerprint(request.site()) : null;
        if (fingerprint == null) {
            meters.request(CacheMeters.Kind.ANSWER, Served.Status.BYPASS, Served.Level.NONE);
            return new Reply.Made(make(request, deadline, stream), Served.Status.BYPASS);
        }
        CacheKey key = key(request, fingerprint);
        if (askedBefore == null || cache.find(key, deadline).isPresent()) {
            return findOrMake(request, fields.timeout(), deadline, fingerprint, key, json, stream);
        }
        float[] vector = answers.meaning(request, deadline);
        Served similar = vector == null ? null : similar(askedBefore, request, fingerprint, vector, deadline);
        if (similar != null) {
            meters.request(CacheMeters.Kind.ANSWER, similar.status(), similar.level());
            return again(similar);
        }
        Reply reply = findOrMake(request.with(vector), fields.timeout(), deadline, fingerprint, key, json, stream);
        if (vector != null
                && reply instanceof Reply.Made(AnswerOutcome.Answered answered, Served.Status cached)
                && cache.find(key, deadline).isPresent()) {
            askedBefore.remember(
                    scope(request),
                    version(request, fingerprint),
                    request.question(),
                    answered.search().lang(),
                    vector,
                    key);
        }
        return reply;
    }

    private Optional<AnswerOutcome.ByRule> ruled(AnswerRequest request) {
        long start = clock.nanos();
        Optional<AnswerOutcome.ByRule> ruled = rules.to(request);
        if (ruled.isPresent()) {
            meters.request(CacheMeters.Kind.ANSWER, Served.Status.BYPASS, Served.Level.NONE);
            answerMeters.answer(ruled.get(), clock.nanos() - start);
        }
        return ruled;
    }

    private Reply findOrMake(
            AnswerRequest request,
            Duration timeout,
            Deadline deadline,
            String fingerprint,
            CacheKey key,
            AnswerJson json,
            AnswerStream stream) {
        while (true) {
            AnswerOutcome[] made = new AnswerOutcome[1];
            Loader loader = (due, background) -> {
                AnswerOutcome outcome = make(request, due, stream);
                if (stream.isGone()) {
                    throw new AbandonedException();
                }
                made[0] = outcome;
                return loaded(request, fingerprint, outcome, json, due, stream);
            };
            try {
                Served served = cache.get(key, ResponseCache.Reach.GATEWAYS, timeout, deadline, loader);
                meters.request(CacheMeters.Kind.ANSWER, served.status(), served.level());
                return made[0] == null ? again(served) : new Reply.Made(made[0], served.status());
            } catch (AbandonedException e) {
                if (stream.isGone()) {
                    throw new UncheckedIOException(new IOException("the client has hung up"));
                }
                // It was another request's client; this one still waits.
            }
        }
    }

    private Reply again(Served served) {
        return new Reply.Again(served, served.entry().age(clock.nanos()));
    }

    /** The answer to the same question in other words, or null. */
    private @Nullable Served similar(
            AskedBefore<CacheKey> asked, AnswerRequest request, String fingerprint, float[] vector, Deadline deadline) {
        return asked.find(scope(request), version(request, fingerprint), request.question(), vector)
                .flatMap(other -> cache.find(other, deadline))
                .map(entry -> new Served(entry, Served.Status.HIT, Served.Level.SIMILAR))
                .orElse(null);
    }

    private static String scope(AnswerRequest request) {
        return request.site() + '\n' + request.lang();
    }

    /** With the site's purges, so that no answer from before one is found. */
    private String version(AnswerRequest request, String fingerprint) {
        return cache.key(request.site(), fingerprint).hex();
    }

    /** Answers, and accounts for it. */
    private AnswerOutcome make(AnswerRequest request, Deadline deadline, AnswerStream stream) {
        long start = clock.nanos();
        AnswerOutcome outcome = answers.answer(request, deadline, stream);
        answerMeters.answer(outcome, clock.nanos() - start);
        if (outcome instanceof AnswerOutcome.NoSearch(SearchOutcome none)) {
            throw SearchProblems.of(none);
        }
        return outcome;
    }

    private boolean mayCache(AnswerRequest request) {
        return settings.enabled()
                && cache.isEnabled()
                && personalData.find(request.question()).isEmpty();
    }

    /** Null where answering will tell what is wrong. */
    private @Nullable String fingerprint(String site) {
        try {
            return answers.fingerprint(site);
        } catch (EngineException e) {
            return null;
        }
    }

    /** Everything that decides the answer. What only decides how long it may take (the timeout) has no place here. */
    private CacheKey key(AnswerRequest request, String fingerprint) {
        String lang = request.lang();
        return cache.key(
                request.site(),
                REPRESENTATION,
                siteVersions.getOrDefault(request.site(), NO_SITE_SETTINGS),
                fingerprint,
                lang == null ? "" : lang,
                canonical(request.question()));
    }

    /** The question without what asks for nothing: the marks and the space at its end. */
    static String canonical(String question) {
        int end = question.length();
        while (end > 0 && "?!. ".indexOf(question.charAt(end - 1)) >= 0) {
            end--;
        }
        return end == 0 ? question : question.substring(0, end);
    }

    private Loader.Loaded loaded(
            AnswerRequest request,
            String fingerprint,
            AnswerOutcome outcome,
            AnswerJson json,
            Deadline deadline,
            AnswerStream stream) {
        boolean whole =
                !stream.wasTakenBack() && !deadline.expired() && fingerprint.equals(fingerprint(request.site()));
        return switch (outcome) {
            case AnswerOutcome.Answered answered ->
                new Loader.Loaded(
                        json.template(answered),
                        lifetime(
                                whole,
                                new Lifetime(settings.fresh(), Duration.ZERO),
                                answered.search(),
                                answered.author(),
                                answered.sources()));
            case AnswerOutcome.Refused refused ->
                new Loader.Loaded(
                        json.template(refused),
                        lifetime(
                                whole && refused.reason() != AnswerOutcome.Reason.TIMEOUT,
                                new Lifetime(settings.refused(), Duration.ZERO),
                                refused.search(),
                                refused.author(),
                                refused.sources()));
            case AnswerOutcome.ByRule ruled -> throw new IllegalStateException("rules are asked before the cache");
            case AnswerOutcome.NoSearch none -> throw SearchProblems.of(none.outcome());
        };
    }

    /** No longer than every page in it, and every page that was found for it, may be offered. */
    private Lifetime lifetime(
            boolean whole,
            Lifetime longest,
            SearchOutcome.Answered search,
            AnswerOutcome.Author author,
            List<Source> sources) {
        if (!whole || !search.degraded().isEmpty() || !author.degraded().isEmpty()) {
            return Lifetime.NONE;
        }
        Lifetime lifetime = longest;
        Instant now = wallClock.instant();
        for (PageHit hit : search.result().hits()) {
            lifetime = within(lifetime, now, hit.page().validUntil());
        }
        for (Source source : sources) {
            lifetime = within(lifetime, now, source.page().validUntil());
        }
        return lifetime;
    }

    private static Lifetime within(Lifetime lifetime, Instant now, @Nullable Instant end) {
        return end == null ? lifetime : lifetime.within(Duration.between(now, end));
    }
}
