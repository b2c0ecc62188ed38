package dev.lotse.gateway.http;

import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.cache.Served;
import dev.lotse.gateway.search.SearchOutcome;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * {@code POST /v1/sites/{site}/answer}: an answer as a stream of server-sent events (HTML standard, section 9.2). What is wrong
 * before the first event is a problem with its HTTP status. Thread-safe.
 */
public final class AnswerRoutes {
    private final CachedAnswers answers;
    private final Duration timeout;
    private final ServerSettings settings;
    private final Map<String, SiteSettings> sites;
    private final RandomGenerator random;
    private final AnswerObserver observer;

    /** Answers that nobody counts. */
    public AnswerRoutes(
            CachedAnswers answers,
            Duration timeout,
            ServerSettings settings,
            Map<String, SiteSettings> sites,
            RandomGenerator random) {
        this(answers, timeout, settings, sites, random, AnswerObserver.NONE);
    }

    /**
     * @param timeout for requests that name none
     * @param random makes the ids of answers
     * @param observer hears of every answer
     */
    public AnswerRoutes(
            CachedAnswers answers,
            Duration timeout,
            ServerSettings settings,
            Map<String, SiteSettings> sites,
            RandomGenerator random,
            AnswerObserver observer) {
        this.answers = answers;
        this.timeout = timeout;
        this.settings = settings;
        this.sites = Map.copyOf(sites);
        this.random = random;
        this.observer = observer;
    }

    /** The one route. */
    public List<Route> routes() {
        return List.of(new Route(Method.POST, "/v1/sites/{site}/answer", this::answer));
    }

    private void answer(ServerRequest request, ServerResponse response) {
        byte[] body = Bodies.read(request, "application/json", settings.maxBody());
        String site = request.path().pathParameters().get("site");
        if (!SiteName.isValid(site)) {
            throw new ProblemException(Problem.unknownSite(site));
        }
        AnswerFields fields = AnswerFields.read(body, site, timeout);
        String answerId = HexFormat.of().toHexDigits(random.nextLong());
        AnswerJson json = new AnswerJson(sites.getOrDefault(site, SiteSettings.STANDARD), answerId);
        AnswerStream stream = new AnswerStream(response, json);
        RequestScope scope = RequestScope.of(request);
        switch (answers.answer(fields, json, stream)) {
            case CachedAnswers.Reply.Again(Served served, Duration age) -> {
                observer.asked(fields.request(), scope, answerId, null);
                AnswerJson.Visit visit = AnswerJson.Visit.again(answerId, SearchId.random(random), served, age);
                CacheHeaders.replayed(response, served, age);
                response.headers().set(HeaderNames.CONTENT_TYPE, AnswerStream.CONTENT_TYPE);
                response.send(visit.fill(served.entry().body()));
            }
            case CachedAnswers.Reply.Made(AnswerOutcome.Answered answered, Served.Status cache) -> {
                scope.timings(answered.search().timings());
                AnswerObserver.Made made =
                        new AnswerObserver.Made(answered.search().lang(), false);
                observer.asked(fields.request(), scope, answerId, made);
                stream.end(json.events(answered, cache));
            }
            case CachedAnswers.Reply.Made(AnswerOutcome.Refused refused, Served.Status cache) -> {
                scope.timings(refused.search().timings());
                AnswerObserver.Made made =
                        new AnswerObserver.Made(refused.search().lang(), true);
                observer.asked(fields.request(), scope, answerId, made);
                stream.end(json.events(refused, cache));
            }
            case CachedAnswers.Reply.Made(AnswerOutcome.ByRule ruled, Served.Status cache) ->
                stream.end(json.events(ruled, SearchId.random(random), cache));
            case CachedAnswers.Reply.Made(AnswerOutcome.NoSearch(SearchOutcome none), Served.Status cache) ->
                throw SearchProblems.of(none);
        }
    }
}
