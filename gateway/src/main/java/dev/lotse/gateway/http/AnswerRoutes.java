package dev.lotse.gateway.http;

import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.answer.AnswerService;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ops.GatewayMeters;
import dev.lotse.gateway.search.SearchOutcome;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * {@code POST /v1/sites/{site}/answer}: an answer as a stream of server-sent events (HTML standard, section 9.2). What is wrong
 * before the first event is a problem with its HTTP status. Thread-safe.
 */
public final class AnswerRoutes {
    private static final String EVENT_STREAM = "text/event-stream";

    private final AnswerService answers;
    private final ServerSettings settings;
    private final Map<String, SiteSettings> sites;
    private final GatewayMeters meters;
    private final NanoClock clock;
    private final RandomGenerator random;

    /**
     * @param random makes the ids of answers
     */
    public AnswerRoutes(
            AnswerService answers,
            ServerSettings settings,
            Map<String, SiteSettings> sites,
            GatewayMeters meters,
            NanoClock clock,
            RandomGenerator random) {
        this.answers = answers;
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
        AnswerFields fields = AnswerFields.read(body, site, settings.searchTimeout());
        long start = clock.nanos();
        AnswerOutcome outcome = answers.answer(fields.request(), Deadline.in(fields.timeout(), clock));
        meters.answer(outcome, clock.nanos() - start);
        SiteSettings siteSettings = sites.getOrDefault(site, SiteSettings.STANDARD);
        AnswerJson json = new AnswerJson(siteSettings, HexFormat.of().toHexDigits(random.nextLong()));
        switch (outcome) {
            case AnswerOutcome.Answered answered -> {
                RequestScope.of(request).timings(answered.search().timings());
                stream(response, json.events(answered));
            }
            case AnswerOutcome.Refused refused -> {
                RequestScope.of(request).timings(refused.search().timings());
                stream(response, json.events(refused));
            }
            case AnswerOutcome.NoSearch(SearchOutcome none) -> throw SearchProblems.of(none);
        }
    }

    /** Each event is flushed by itself. A client that has hung up ends the request, and nothing is logged but that. */
    private static void stream(ServerResponse response, List<AnswerJson.Event> events) {
        response.headers().set(HeaderNames.CONTENT_TYPE, EVENT_STREAM);
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        try (OutputStream out = response.outputStream()) {
            for (AnswerJson.Event event : events) {
                out.write(("event: " + event.name() + "\ndata: ").getBytes(StandardCharsets.UTF_8));
                out.write(event.data());
                out.write("\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
