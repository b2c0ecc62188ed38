package dev.lotse.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.analytics.Event;
import dev.lotse.gateway.analytics.EventIntake;
import dev.lotse.gateway.retrieval.SearchEngine;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code POST /v1/sites/{site}/feedback}: whether an answer helped. Acknowledged once it is durable; nothing tells who said so. Thread-safe. */
public final class FeedbackRoutes {
    private static final int MAX_BODY = 4096;
    private static final Pattern ID = Pattern.compile("[\\w-]{1,64}");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SearchEngine engine;
    private final EventIntake intake;
    private final AnswerRecorder recorder;
    private final ObjectMapper mapper = new ObjectMapper(Json.FACTORY);

    public FeedbackRoutes(SearchEngine engine, EventIntake intake, AnswerRecorder recorder) {
        this.engine = engine;
        this.intake = intake;
        this.recorder = recorder;
    }

    /** The route. */
    public List<Route> routes() {
        return List.of(new Route(Method.POST, "/v1/sites/{site}/feedback", this::take));
    }

    private void take(ServerRequest request, ServerResponse response) throws InterruptedException {
        String site = request.path().pathParameters().get("site");
        if (!SiteName.isValid(site) || !engine.sites().contains(site)) {
            throw new ProblemException(Problem.unknownSite(site));
        }
        JsonNode body = body(request);
        FieldErrors errors = new FieldErrors();
        String answerId = body.path("answerID").asText("");
        String verdict = body.path("verdict").asText("");
        if (!ID.matcher(answerId).matches()) {
            errors.bad("answerID", answerId, "1 to 64 letters, digits, - and _");
        }
        if (!verdict.equals("up") && !verdict.equals("down")) {
            errors.bad("verdict", verdict, "up, down");
        }
        errors.throwIfAny();
        Optional<Event.Voted> vote = recorder.vote(site, answerId, verdict.equals("up"));
        if (vote.isPresent() && intake.accept(List.of(vote.get()), PATIENCE) != EventIntake.Outcome.STORED) {
            throw new ProblemException(
                    Problem.unavailable("Feedback cannot be stored now; send it again"), Map.of("Retry-After", "5"));
        }
        response.status(Status.ACCEPTED_202);
        response.send();
    }

    private JsonNode body(ServerRequest request) {
        try {
            JsonNode node = mapper.readTree(Bodies.read(request, "application/json", MAX_BODY));
            if (node == null || !node.isObject()) {
                throw new ProblemException(Problem.malformedBody("The body must be a JSON object"));
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new ProblemException(Problem.malformedBody(Json.describe(e)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
