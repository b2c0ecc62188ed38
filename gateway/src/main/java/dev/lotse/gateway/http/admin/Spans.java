package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.analytics.EventStore.Span;
import dev.lotse.gateway.retrieval.SearchEngine;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Reads and writes which days are meant. */
final class Spans {
    private static final int STANDARD_DAYS = 30;

    private Spans() {}

    /** From {@code from}, {@code to} and {@code lang}; throws for these and all mistakes that the query has noted before. */
    static Span of(ServerRequest request, Query query, SearchEngine engine, InstantSource clock) {
        String site = SiteRoutes.knownSite(request, engine);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        String lang = query.choice("lang", List.of("de", "en", "und"), "");
        LocalDate to = date(query, "to", today);
        LocalDate from = date(query, "from", to.minusDays(STANDARD_DAYS - 1L));
        if (from.isAfter(to)) {
            query.errors().bad("from", from.toString(), "a day not after " + to);
        }
        query.errors().throwIfAny();
        return new Span(
                site,
                Math.toIntExact(from.toEpochDay()),
                Math.toIntExact(to.toEpochDay()),
                lang.isEmpty() ? null : lang);
    }

    static void write(JsonGenerator json, Span span) throws IOException {
        json.writeStringField("from", LocalDate.ofEpochDay(span.firstDay()).toString());
        json.writeStringField("to", LocalDate.ofEpochDay(span.lastDay()).toString());
    }

    private static LocalDate date(Query query, String name, LocalDate standard) {
        String text = query.text(name);
        try {
            return text == null ? standard : LocalDate.parse(text);
        } catch (DateTimeException e) {
            query.errors().bad(name, text, "a day such as 2026-11-30");
            return standard;
        }
    }
}
