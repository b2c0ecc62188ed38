package dev.lotse.gateway.http;

import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.overload.OverloadException;
import dev.lotse.gateway.release.ReleaseException;
import dev.lotse.gateway.release.StoreException;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.UnknownSiteException;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever ends a request into a problem. Nothing of an unexpected failure reaches the client but the request id. */
final class ErrorMapping {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapping.class);

    /** More than these nobody reads. */
    private static final int MOST_ERRORS = 50;

    private ErrorMapping() {}

    static void install(HttpRouting.Builder routing) {
        routing.error(Throwable.class, ErrorMapping::handle);
    }

    private static void handle(ServerRequest request, ServerResponse response, Throwable error) {
        if (response.isSent() || error instanceof CloseConnectionException) {
            LOG.debug("The connection broke while the response was sent", error);
            throw new CloseConnectionException("response is incomplete", error);
        }
        if (error instanceof ProblemException problem) {
            problem.headers().forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
        }
        if (error instanceof OverloadException || isOutage(error)) {
            response.headers().set(HeaderNames.RETRY_AFTER, "1");
        }
        Responses.problem(response, problem(error), RequestScope.of(request).requestId());
    }

    /** Whether the same request may succeed as soon as the engine is back. */
    private static boolean isOutage(Throwable error) {
        Throwable cause = error instanceof IngestException ? error.getCause() : error;
        return cause instanceof EngineException engine && engine.isOutage();
    }

    private static Problem problem(Throwable error) {
        return switch (error) {
            case ProblemException e -> e.problem();
            case UnknownSiteException e ->
                Problem.of("unknown-site", 404, "No such site", String.valueOf(e.getMessage()));
            case HttpException e when e.status().code() == 404 -> Problem.notFound("There is nothing at this path");
            case HttpException e
            when e.status().code() < 500 ->
                Problem.of(
                        "bad-request",
                        e.status().code(),
                        e.status().reasonPhrase(),
                        "The request could not be understood");
            case OverloadException e -> Problem.unavailable(String.valueOf(e.getMessage()));
            case EngineException e -> {
                LOG.warn("The engine could not answer", e);
                yield Problem.unavailable("The search engine cannot answer now");
            }
            case IngestException e -> {
                LOG.warn("Ingest failed", e);
                yield isOutage(e)
                        ? Problem.of(
                                "unavailable", 503, "The documents were not indexed", String.valueOf(e.getMessage()))
                        : Problem.of(
                                "ingest-failed", 409, "The documents were not indexed", String.valueOf(e.getMessage()));
            }
            case ReleaseException e -> problem(e);
            case StoreException e -> {
                LOG.warn("The store could not be used", e);
                yield Problem.unavailable("The store of synonyms, rules and events cannot be used now");
            }
            case DataReader.InsufficientDataAvailableException e -> {
                LOG.debug("The client hung up within its request", e);
                throw new CloseConnectionException("connection broke", e);
            }
            case UncheckedIOException e -> {
                LOG.debug("The connection broke", e);
                throw new CloseConnectionException("connection broke", e);
            }
            default -> {
                LOG.error("A request failed", error);
                yield Problem.internal();
            }
        };
    }

    private static Problem problem(ReleaseException e) {
        String detail = String.valueOf(e.getMessage());
        List<Problem.FieldError> errors = e.problems().stream()
                .limit(MOST_ERRORS)
                .map(problem ->
                        new Problem.FieldError(problem.field(), problem.value(), problem.allowed(), problem.detail()))
                .toList();
        return switch (e.kind()) {
            case NOT_FOUND -> Problem.of("not-found", 404, "Not found", detail);
            case CHANGED -> Problem.of("changed", 412, "Changed by somebody else", detail);
            case CONFLICT -> Problem.of("conflict", 409, "Not possible in this state", detail);
            case INVALID ->
                errors.isEmpty()
                        ? new Problem("invalid-request", 400, "The request is not valid", detail, errors)
                        : Problem.invalidRequest(errors);
        };
    }

    /** For requests that are so broken that no route sees them. */
    static DirectHandlers directHandlers(RandomGenerator random) {
        DirectHandler handler = (request, type, status, headers, message) -> {
            int code = status.code();
            Problem problem = switch (code) {
                case 413 -> Problem.of("too-large", code, "The request is too large", "The body is too large");
                case 414 ->
                    Problem.of("uri-too-long", code, "The URL is too long", "The URL is too long for this server");
                case 500 -> Problem.internal();
                default ->
                    code < 500
                            ? Problem.of(
                                    "bad-request",
                                    code,
                                    status.reasonPhrase(),
                                    "The request line or a header is malformed or too long; escapes must be %XX of UTF-8")
                            : Problem.of("unavailable", code, status.reasonPhrase(), "Not available now");
            };
            headers.set(HeaderNames.CONTENT_TYPE, ProblemJson.MEDIA_TYPE);
            return DirectHandler.TransportResponse.builder()
                    .status(Status.create(code))
                    .headers(headers)
                    .keepAlive(false)
                    .entity(ProblemJson.bytes(problem, TraceContext.hex(random.nextLong())))
                    .build();
        };
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }
}
