package dev.lotse.gateway.http;

import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.answer.AnswerService;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ops.GatewayMeters;
import dev.lotse.gateway.search.SearchOutcome;
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
    private final AnswerService answers;
    private final Duration timeout;
    private final ServerSettings settings;
    private final Map<String, SiteSettings> sites;
    private final GatewayMeters meters;
    private final NanoClock clock;
    private final RandomGenerator random;

    /**
     * @param timeout for requests that name none
     * @param random makes the ids of answers
     */
    public AnswerRoutes(
            AnswerService answers,
            Duration timeout,
            ServerSettings settings,
            Map<String, SiteSettings> sites,
            GatewayMeters meters,
            NanoClock clock,
            RandomGenerator random) {
        this.answers = answers;
        this.timeout = timeout;
        this.settings = settings;
        this.sites = Map.copyOf(sites);
        this.meters = meters;
        this.clock = clock;
        this.random = random;
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
        long start = clock.nanos();
        SiteSettings siteSettings = sites.getOrDefault(site, SiteSettings.STANDARD);
        AnswerJson json = new AnswerJson(siteSettings, HexFormat.of().toHexDigits(random.nextLong()));
        AnswerStream stream = new AnswerStream(response, json);
        AnswerOutcome outcome = answers.answer(fields.request(), Deadline.in(fields.timeout(), clock), stream);
        meters.answer(outcome, clock.nanos() - start);
        switch (outcome) {
            case AnswerOutcome.Answered answered -> {
                RequestScope.of(request).timings(answered.search().timings());
                stream.end(json.events(answered));
            }
            case AnswerOutcome.Refused refused -> {
                RequestScope.of(request).timings(refused.search().timings());
                stream.end(json.events(refused));
            }
            case AnswerOutcome.NoSearch(SearchOutcome none) -> throw SearchProblems.of(none);
        }
    }
}
