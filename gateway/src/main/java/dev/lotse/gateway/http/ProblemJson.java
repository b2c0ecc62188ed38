package dev.lotse.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes problems as {@code application/problem+json}. */
public final class ProblemJson {
    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemJson() {}

    /** The problem as UTF-8; {@code instance} names the request, as the log does. */
    static byte[] bytes(Problem problem, String requestId) {
        return bytes(problem, requestId, json -> {});
    }

    /** The problem with further members, as RFC 9457 allows them. */
    public static byte[] bytes(Problem problem, String requestId, Json.Writer members) {
        return Json.bytes(json -> write(json, problem, requestId, members));
    }

    private static void write(JsonGenerator json, Problem problem, String requestId, Json.Writer members)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "urn:lotse:problem:" + problem.kind());
        json.writeStringField("title", problem.title());
        json.writeNumberField("status", problem.status());
        json.writeStringField("detail", problem.detail());
        json.writeStringField("instance", "urn:lotse:request:" + requestId);
        if (!problem.errors().isEmpty()) {
            json.writeArrayFieldStart("errors");
            for (Problem.FieldError error : problem.errors()) {
                json.writeStartObject();
                json.writeStringField("field", error.field());
                json.writeStringField("value", error.value());
                json.writeStringField("allowed", error.allowed());
                json.writeStringField("detail", error.detail());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        members.write(json);
        json.writeEndObject();
    }
}
