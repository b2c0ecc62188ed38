package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.analytics.EventStore.Span;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.rules.SynonymCsv;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of texts and numbers that are sent as JSON, CSV or NDJSON. Used by one thread. */
final class AnalyticsTable {
    private static final String CHAIN = " → ";

    private final String name;
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    /** The form that a client wants. */
    enum Format {
        JSON,
        CSV,
        NDJSON
    }

    /** @param name of the array in JSON */
    AnalyticsTable(String name, List<String> columns) {
        this.name = name;
        this.columns = columns;
    }

    /** What {@code format} says. */
    static Format format(Query query) {
        return switch (query.choice("format", List.of("json", "csv", "ndjson"), "json")) {
            case "csv" -> Format.CSV;
            case "ndjson" -> Format.NDJSON;
            default -> Format.JSON;
        };
    }

    /** Adds a row: texts, lists of texts, whole numbers and numbers, one for each column. */
    void add(Object... cells) {
        rows.add(List.of(cells));
    }

    void send(ServerResponse response, Format format, Span span) {
        switch (format) {
            case CSV -> file(response, "text/csv", csv());
            case NDJSON -> file(response, "application/x-ndjson", ndjson());
            case JSON ->
                Responses.json(response, Json.bytes(json -> {
                    json.writeStartObject();
                    Spans.write(json, span);
                    json.writeArrayFieldStart(name);
                    for (List<Object> row : rows) {
                        write(json, row);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }));
        }
    }

    private static void file(ServerResponse response, String type, String text) {
        response.headers().set(HeaderNames.CONTENT_TYPE, type + "; charset=UTF-8");
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        response.send(text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(JsonGenerator json, List<Object> row) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < row.size(); i++) {
            json.writeFieldName(columns.get(i));
            switch (row.get(i)) {
                case Long number -> json.writeNumber(number);
                case Double number -> json.writeNumber(number);
                case List<?> texts -> {
                    json.writeStartArray();
                    for (Object text : texts) {
                        json.writeString(String.valueOf(text));
                    }
                    json.writeEndArray();
                }
                case Object text -> json.writeString(text.toString());
            }
        }
        json.writeEndObject();
    }

    private String ndjson() {
        StringBuilder out = new StringBuilder();
        for (List<Object> row : rows) {
            out.append(new String(Json.bytes(json -> write(json, row)), StandardCharsets.UTF_8))
                    .append('\n');
        }
        return out.toString();
    }

    private String csv() {
        StringBuilder out = new StringBuilder(String.join(",", columns)).append("\r\n");
        for (List<Object> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                out.append(i == 0 ? "" : ",").append(cell(row.get(i)));
            }
            out.append("\r\n");
        }
        return out.toString();
    }

    private static String cell(Object value) {
        return switch (value) {
            case Long number -> number.toString();
            case Double number -> String.format(Locale.ROOT, "%.4f", number);
            case List<?> texts ->
                quoted(String.join(CHAIN, texts.stream().map(String::valueOf).toList()));
            case Object text -> quoted(text.toString());
        };
    }

    private static String quoted(String text) {
        return '"' + SynonymCsv.withoutFormula(text).replace("\"", "\"\"") + '"';
    }
}
