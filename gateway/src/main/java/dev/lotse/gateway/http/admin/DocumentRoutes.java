package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.http.Bodies;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.IngestService;
import dev.lotse.gateway.ingest.push.LineResult;
import dev.lotse.gateway.ingest.push.NdjsonPages;
import dev.lotse.gateway.ingest.push.NdjsonPush;
import dev.lotse.gateway.retrieval.SearchEngine;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Pushing and deleting documents. Thread-safe. */
public final class DocumentRoutes {
    private static final String DOCUMENTS = "/admin/v1/sites/{site}/documents";
    private static final String NDJSON = "application/x-ndjson";

    /**
     * Results wait here while the request is still being read: a client that reads only after it has sent everything would
     * otherwise block us, and we it. A load with more results than this needs a client that does both at once.
     */
    private static final int RESULTS_BUFFER = 4 << 20;

    private final AdminAccess access;
    private final IngestService ingest;
    private final SearchEngine engine;
    private final NdjsonPages pages;
    private final int maxDocument;
    private final ObjectMapper mapper = new ObjectMapper(Json.FACTORY);

    /**
     * @param maxDocument longest document in bytes
     */
    public DocumentRoutes(
            AdminAccess access, IngestService ingest, SearchEngine engine, NdjsonPages pages, int maxDocument) {
        this.access = access;
        this.ingest = ingest;
        this.engine = engine;
        this.pages = pages;
        this.maxDocument = maxDocument;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.PUT, DOCUMENTS + "/{+id}", access.guard(Role.ADMIN, this::put)),
                new Route(Method.DELETE, DOCUMENTS + "/{+id}", access.guard(Role.ADMIN, this::delete)),
                new Route(Method.POST, DOCUMENTS, access.guard(Role.ADMIN, this::bulk)));
    }

    private void put(ServerRequest request, ServerResponse response) throws IOException {
        String site = SiteRoutes.siteToWrite(request);
        String id = request.path().pathParameters().get("id");
        byte[] document = withId(Bodies.read(request, "application/json", maxDocument), id);
        switch (pages.read(1, document)) {
            case LineResult.Rejected rejected ->
                throw new ProblemException(Problem.invalidRequest(rejected.errors().stream()
                        .map(error ->
                                new Problem.FieldError(error.field(), error.value(), error.allowed(), error.message()))
                        .toList()));
            case LineResult.Accepted accepted -> {
                IngestService.PushReport report = ingest.push(site, List.of(accepted.page()), List.of());
                Responses.json(response, Json.bytes(json -> {
                    json.writeStartObject();
                    json.writeStringField("objectID", accepted.page().objectId());
                    json.writeStringField("status", "indexed");
                    json.writeNumberField("passagesEmbedded", report.passagesEmbedded());
                    json.writeEndObject();
                }));
            }
        }
    }

    /** The path names the document; a body that names another is a mistake. */
    private byte[] withId(byte[] body, String id) throws IOException {
        try {
            JsonNode node = mapper.readTree(body);
            if (!(node instanceof ObjectNode document)) {
                throw new ProblemException(Problem.malformedBody("The body must be a JSON object"));
            }
            JsonNode own = document.get("objectID");
            if (own != null && !own.asText().equals(id)) {
                throw new ProblemException(Problem.invalidRequest(List.of(
                        new Problem.FieldError("objectID", own.asText(), id, "objectID is another than in the path"))));
            }
            document.put("objectID", id);
            return mapper.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new ProblemException(Problem.malformedBody(Json.describe(e)));
        }
    }

    private void delete(ServerRequest request, ServerResponse response) {
        String site = SiteRoutes.knownSite(request, engine);
        String id = request.path().pathParameters().get("id");
        IngestService.PushReport report = ingest.push(site, List.of(), List.of(id));
        if (report.deleted() == 0) {
            throw new ProblemException(Problem.of(
                    "unknown-document", 404, "No such document", "Site '" + site + "' has no such document"));
        }
        Responses.json(response, Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("objectID", id);
            json.writeStringField("status", "deleted");
            json.writeEndObject();
        }));
    }

    private void bulk(ServerRequest request, ServerResponse response) throws IOException {
        String site = SiteRoutes.siteToWrite(request);
        Bodies.requireType(request, NDJSON);
        response.headers().set(HeaderNames.CONTENT_TYPE, NDJSON);
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        try (InputStream in = request.content().inputStream();
                OutputStream out = new BufferedOutputStream(response.outputStream(), RESULTS_BUFFER)) {
            try {
                NdjsonPush.Summary summary = new NdjsonPush(pages, ingest)
                        .push(site, in, result -> write(out, json -> AdminJson.line(json, result)));
                write(out, json -> {
                    json.writeStartObject();
                    json.writeObjectFieldStart("summary");
                    json.writeNumberField("indexed", summary.indexed());
                    json.writeNumberField("rejected", summary.rejected());
                    json.writeNumberField("passagesEmbedded", summary.passagesEmbedded());
                    json.writeEndObject();
                    json.writeEndObject();
                });
            } catch (IngestException e) {
                // The status went out with the first results, so the failure is the last line.
                write(out, json -> failure(json, e));
            }
        }
    }

    private static void failure(JsonGenerator json, IngestException e) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("error");
        json.writeStringField("type", "urn:lotse:problem:ingest-failed");
        json.writeStringField("title", "The remaining documents were not indexed");
        json.writeStringField("detail", e.getMessage());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(OutputStream out, Json.Writer writer) {
        try {
            out.write(Json.bytes(writer));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
