package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.ingest.IngestService;
import dev.lotse.gateway.ingest.push.FieldError;
import dev.lotse.gateway.ingest.push.LineResult;
import dev.lotse.gateway.retrieval.SiteStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Wire forms of the administration. */
final class AdminJson {
    private AdminJson() {}

    static void site(JsonGenerator json, SiteStatus status) throws IOException {
        json.writeStartObject();
        json.writeStringField("site", status.site());
        json.writeStringField("version", status.version());
        json.writeStringField("encoder", status.info().encoder());
        json.writeNumberField("dimension", status.info().dimension());
        json.writeNumberField("pages", status.pages());
        json.writeNumberField("passages", status.passages());
        json.writeObjectFieldStart("languages");
        for (Map.Entry<String, Long> language : new TreeMap<>(status.languages()).entrySet()) {
            json.writeNumberField(language.getKey(), language.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("bytes", status.bytes());
        json.writeEndObject();
    }

    static void line(JsonGenerator json, LineResult result) throws IOException {
        json.writeStartObject();
        json.writeNumberField("line", result.line());
        switch (result) {
            case LineResult.Accepted accepted -> {
                json.writeStringField("objectID", accepted.page().objectId());
                json.writeStringField("status", "indexed");
            }
            case LineResult.Rejected rejected -> {
                json.writeStringField("objectID", rejected.objectId().isEmpty() ? null : rejected.objectId());
                json.writeStringField("status", "rejected");
                errors(json, rejected.errors());
            }
        }
        json.writeEndObject();
    }

    private static void errors(JsonGenerator json, List<FieldError> errors) throws IOException {
        json.writeArrayFieldStart("errors");
        for (FieldError error : errors) {
            json.writeStartObject();
            json.writeStringField("field", error.field());
            json.writeStringField("value", error.value());
            json.writeStringField("allowed", error.allowed());
            json.writeStringField("detail", error.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void crawl(JsonGenerator json, CrawlJobs.Job job) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", job.id());
        json.writeStringField("site", job.site());
        json.writeStringField("url", job.url());
        json.writeStringField("state", job.state().wireName());
        json.writeStringField("startedAt", job.startedAt().toString());
        IngestService.Progress progress = job.progress();
        if (progress != null) {
            json.writeObjectFieldStart("progress");
            json.writeNumberField("pages", progress.pages());
            if (progress.expectedPages() >= 0) {
                json.writeNumberField("expectedPages", progress.expectedPages());
            }
            json.writeNumberField("passagesEmbedded", progress.passagesEmbedded());
            json.writeNumberField("passagesReused", progress.passagesReused());
            json.writeNumberField("elapsedMs", progress.elapsed().toMillis());
            json.writeNumberField("remainingMs", progress.remaining().toMillis());
            json.writeEndObject();
        }
        IngestService.Report report = job.report();
        if (report != null) {
            report(json, report);
        }
        if (job.failure() != null) {
            json.writeStringField("failure", job.failure());
        }
        json.writeEndObject();
    }

    private static void report(JsonGenerator json, IngestService.Report report) throws IOException {
        json.writeObjectFieldStart("report");
        json.writeNumberField("generation", report.generation());
        json.writeNumberField("pages", report.pages());
        json.writeNumberField("carriedOver", report.carriedOver());
        json.writeNumberField("passages", report.passages());
        json.writeNumberField("passagesEmbedded", report.passagesEmbedded());
        json.writeNumberField("elapsedMs", report.elapsed().toMillis());
        json.writeObjectFieldStart("skipped");
        for (Map.Entry<String, String> skipped : report.skipped().entrySet()) {
            json.writeStringField(skipped.getKey(), skipped.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
