package dev.lotse.gateway.http.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.device.DeviceClass;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.QueryText;
import dev.lotse.gateway.http.Responses;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.http.SearchProblems;
import dev.lotse.gateway.preview.Drafts;
import dev.lotse.gateway.preview.QueryPreview;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterParser;
import dev.lotse.gateway.retrieval.FilterSyntaxException;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.rules.CompiledRules;
import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.RuleAction;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.Tuning;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a draft does to one query. Thread-safe. */
public final class PreviewRoutes {
    private static final int MAX_BODY = 64 * 1024;
    private static final List<String> FIELDS =
            List.of("query", "lang", "filters", "size", "device", "changeSet", "release", "against");

    private final AdminAccess access;
    private final SearchEngine engine;
    private final Drafts drafts;
    private final QueryPreview preview;

    public PreviewRoutes(AdminAccess access, SearchEngine engine, Drafts drafts, QueryPreview preview) {
        this.access = access;
        this.engine = engine;
        this.drafts = drafts;
        this.preview = preview;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(Method.POST, "/admin/v1/sites/{site}/preview", access.guard(Role.ANALYST, this::preview)));
    }

    private void preview(ServerRequest request, ServerResponse response) {
        String site = SiteRoutes.knownSite(request, engine);
        JsonBody body = JsonBody.read(request, MAX_BODY);
        body.onlyKnown(FIELDS);
        SearchRequest search = search(site, body);
        Sides sides = Sides.read(site, body, drafts);
        QueryPreview.Result result;
        try {
            result = preview.compare(search, sides.before(), sides.after());
        } catch (QueryPreview.NoAnswer e) {
            throw SearchProblems.of(e.outcome());
        }
        Responses.json(response, Json.bytes(json -> write(json, result, sides)));
    }

    private static SearchRequest search(String site, JsonBody body) {
        String query = QueryText.clean(body.text("query", SearchRequest.MAX_QUERY, null));
        String lang = body.text("lang", 10, "auto");
        if (!List.of("auto", "de", "en").contains(lang)) {
            body.errors().bad("lang", lang, "auto, de, en");
        }
        Filter filter = filter(body);
        String device = body.text("device", 10, "unknown");
        Optional<DeviceClass> known = Arrays.stream(DeviceClass.values())
                .filter(each -> each.wireName().equals(device))
                .findFirst();
        if (known.isEmpty()) {
            body.errors().bad("device", device, "desktop, phone, tablet, unknown");
        }
        int size = body.integer("size", 1, SearchRequest.MAX_HITS_PER_PAGE, 20);
        body.errors().throwIfAny();
        return request(site, query, lang.equals("auto") ? null : lang, filter, size)
                .on(known.orElse(DeviceClass.UNKNOWN));
    }

    @SuppressWarnings("NullAway") // does not see the annotation of an array-typed record component in a class file
    private static SearchRequest request(String site, String query, @Nullable String lang, Filter filter, int size) {
        return new SearchRequest(
                site, query, 0, size, lang, filter, Set.of(), SearchMode.HYBRID, true, null, null, false);
    }

    private static Filter filter(JsonBody body) {
        String text = body.text("filters", FilterParser.MAX_LENGTH, "");
        try {
            return FilterParser.parse(text);
        } catch (FilterSyntaxException e) {
            body.errors().add("filters", text, "a filter expression", "filters: " + e.getMessage());
            return new Filter.All();
        }
    }

    /** The two sets of rules that are compared. */
    record Sides(CompiledRules before, CompiledRules after) {

        /** After: a change set, or a release. Before: the release in force, or another. */
        static Sides read(String site, JsonBody body, Drafts drafts) {
            String changeSet = body.text("changeSet", 64, "");
            int release = body.integer("release", 0, Integer.MAX_VALUE, -1);
            int against = body.integer("against", 0, Integer.MAX_VALUE, -1);
            if (changeSet.isEmpty() == (release < 0)) {
                body.errors()
                        .add(
                                "changeSet",
                                null,
                                "either changeSet or release",
                                "the preview is of a changeSet or of a release, and of one of them");
            }
            body.errors().throwIfAny();
            return new Sides(
                    drafts.release(site, against < 0 ? null : against),
                    release < 0 ? drafts.draft(site, changeSet) : drafts.release(site, release));
        }
    }

    private static void write(JsonGenerator json, QueryPreview.Result result, Sides sides) throws IOException {
        json.writeStartObject();
        side(json, "before", result.before(), sides.before());
        side(json, "after", result.after(), sides.after());
        json.writeArrayFieldStart("rows");
        for (QueryPreview.Row row : result.rows()) {
            json.writeStartObject();
            json.writeStringField("objectID", row.page().objectId());
            json.writeStringField("title", row.page().title());
            json.writeStringField("url", row.page().url());
            rank(json, "before", row.before());
            rank(json, "after", row.after());
            applied(json, "causes", row.causes(), sides);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanField("complete", result.complete());
        json.writeEndObject();
    }

    private static void rank(JsonGenerator json, String name, @Nullable Integer rank) throws IOException {
        if (rank == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, rank);
        }
    }

    private static void side(JsonGenerator json, String name, SearchOutcome.Answered answer, CompiledRules rules)
            throws IOException {
        Tuning tuning = answer.tuning();
        json.writeObjectFieldStart(name);
        json.writeStringField("version", rules.version());
        json.writeStringField("lang", answer.lang());
        json.writeNumberField("nbHits", answer.result().total());
        json.writeStringField("searchedQuery", tuning.query());
        json.writeStringField("correctedQuery", answer.correctedQuery());
        json.writeStringField(
                "redirect", tuning.redirect() == null ? null : tuning.redirect().url());
        RuleAction.Banner banner = tuning.banner();
        json.writeStringField("banner", banner == null ? null : banner.title());
        json.writeStringField("answer", answerText(tuning.reply()));
        applied(json, "applied", tuning.applied(), new Sides(rules, rules));
        json.writeEndObject();
    }

    private static @Nullable String answerText(RuleAction.@Nullable Reply reply) {
        return switch (reply) {
            case null -> null;
            case RuleAction.Answer answer -> answer.text();
            case RuleAction.NoAnswer refusal -> refusal.note();
        };
    }

    static void applied(JsonGenerator json, String name, List<Tuning.Applied> all, Sides sides) throws IOException {
        json.writeArrayFieldStart(name);
        for (Tuning.Applied each : all) {
            Entry entry = sides.after().content().of(each.kind()).get(each.id());
            if (entry == null) {
                entry = sides.before().content().of(each.kind()).get(each.id());
            }
            json.writeStartObject();
            json.writeStringField("kind", each.kind().wireName());
            json.writeStringField("id", each.id());
            json.writeStringField("label", entry == null ? "" : entry.label());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
