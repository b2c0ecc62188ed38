package dev.lotse.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lotse.gateway.cache.BodyTemplate;
import dev.lotse.gateway.cache.Served;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.PageHit;
import dev.lotse.gateway.retrieval.ScoreParts;
import dev.lotse.gateway.retrieval.Suggestion;
import dev.lotse.gateway.rules.RuleAction;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.Step;
import dev.lotse.gateway.search.Tuning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes search results and suggestions. Field names and their order are the API's. */
public final class SearchJson {
    private static final List<String> VERSIONS = List.of("index", "release", "embedder", "reranker");

    /** More digits than six only show that scores are floats inside. */
    private static final double SCORE_DIGITS = 1e6;

    private SearchJson() {}

    /** The answer to a search as UTF-8. */
    public static byte[] answer(
            SearchRequest request, SearchOutcome.Answered answer, SiteSettings site, long processingMillis) {
        return template(request, answer, site)
                .fill(latin1(answer.queryId()), note(processingMillis, Served.Status.BYPASS));
    }

    /** What stands in the note of a template: how long it took, and how the cache took part. */
    static byte[] note(long processingMillis, Served.Status status) {
        return latin1(",\"processingTimeMS\":" + processingMillis + ",\"cache\":\"" + status.wireName() + "\"");
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The answer to a search as UTF-8, without its id and its note. */
    static BodyTemplate template(SearchRequest request, SearchOutcome.Answered answer, SiteSettings site) {
        int[] places = new int[2];
        byte[] bytes = Json.bytes((json, out) -> {
            json.writeStartObject();
            json.writeStringField("query", request.query());
            json.writeStringField("queryID", "");
            json.flush();
            places[0] = out.size() - 1;
            json.writeStringField("lang", answer.lang());
            json.writeArrayFieldStart("hits");
            for (PageHit hit : answer.result().hits()) {
                hit(json, hit, site);
            }
            json.writeEndArray();
            json.writeNumberField("nbHits", answer.result().total());
            json.writeNumberField("page", request.page());
            json.writeNumberField("nbPages", pages(answer.result().total(), request.hitsPerPage()));
            json.writeNumberField("hitsPerPage", request.hitsPerPage());
            facets(json, answer.result().facets());
            json.flush();
            places[1] = out.size();
            json.writeArrayFieldStart("degraded");
            for (Step step : Step.values()) {
                if (answer.degraded().contains(step)) {
                    json.writeString(step.wireName());
                }
            }
            json.writeEndArray();
            if (answer.correctedQuery() != null) {
                json.writeStringField("correctedQuery", answer.correctedQuery());
            }
            tuning(json, answer.tuning(), site);
            if (request.explain()) {
                json.writeObjectFieldStart("explain");
                json.writeStringField("rerank", answer.reranking());
                applied(json, answer.tuning());
                json.writeEndObject();
            }
            json.writeObjectFieldStart("versions");
            for (String part : VERSIONS) {
                json.writeStringField(part, answer.versions().get(part));
            }
            json.writeEndObject();
            json.writeEndObject();
        });
        return new BodyTemplate(bytes, places[0], places[1]);
    }

    /** Suggestions as UTF-8. */
    static byte[] suggestions(List<Suggestion> suggestions, SiteSettings site) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("suggestions");
            for (Suggestion suggestion : suggestions) {
                json.writeStartObject();
                json.writeStringField("text", suggestion.text());
                json.writeStringField("kind", suggestion.kind().name().toLowerCase(Locale.ROOT));
                if (suggestion.url() != null) {
                    json.writeStringField("url", site.resolve(suggestion.url()));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** Pages of results that can be asked for. */
    public static long pages(long total, int hitsPerPage) {
        long reachable = Math.min(total, SearchRequest.MAX_DEPTH / hitsPerPage * (long) hitsPerPage);
        return (reachable + hitsPerPage - 1) / hitsPerPage;
    }

    private static void hit(JsonGenerator json, PageHit hit, SiteSettings site) throws IOException {
        Page page = hit.page();
        String url = site.resolve(page.url());
        json.writeStartObject();
        json.writeStringField("objectID", page.objectId());
        json.writeStringField("url", url);
        json.writeStringField("title", page.title());
        strings(json, "breadcrumbs", page.breadcrumbs());
        json.writeStringField("lang", page.lang());
        json.writeStringField(
                "updatedAt", page.updatedAt() == null ? null : page.updatedAt().toString());
        strings(json, "tags", page.tags());
        Snippet snippet = Snippet.of(hit.passage().text(), hit.highlights());
        json.writeObjectFieldStart("snippet");
        json.writeStringField("text", snippet.text());
        json.writeArrayFieldStart("highlights");
        for (PageHit.Span span : snippet.highlights()) {
            json.writeStartArray();
            json.writeNumber(span.start());
            json.writeNumber(span.end());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeStringField("fragmentUrl", TextFragment.url(url, hit.passage().text(), hit.highlights()));
        json.writeEndObject();
        json.writeNumberField("score", Math.rint(hit.score() * SCORE_DIGITS) / SCORE_DIGITS);
        if (hit.explanation() != null) {
            explanation(json, hit.explanation());
        }
        json.writeEndObject();
    }

    private static void tuning(JsonGenerator json, Tuning tuning, SiteSettings site) throws IOException {
        if (tuning.query() != null) {
            json.writeStringField("searchedQuery", tuning.query());
        }
        if (tuning.redirect() != null) {
            json.writeObjectFieldStart("redirect");
            json.writeStringField("url", site.resolve(tuning.redirect().url()));
            json.writeEndObject();
        }
        RuleAction.Banner banner = tuning.banner();
        if (banner != null) {
            json.writeObjectFieldStart("banner");
            json.writeStringField("title", banner.title());
            json.writeStringField("text", banner.text());
            if (banner.url() != null) {
                json.writeStringField("url", site.resolve(banner.url()));
            }
            json.writeEndObject();
        }
    }

    private static void applied(JsonGenerator json, Tuning tuning) throws IOException {
        json.writeArrayFieldStart("applied");
        for (Tuning.Applied applied : tuning.applied()) {
            json.writeStartObject();
            json.writeStringField("kind", applied.kind().wireName());
            json.writeStringField("id", applied.id());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void explanation(JsonGenerator json, ScoreParts parts) throws IOException {
        json.writeObjectFieldStart("explain");
        number(json, "lexicalRank", parts.lexicalRank());
        number(json, "lexicalScore", parts.lexicalScore());
        number(json, "denseRank", parts.denseRank());
        number(json, "denseScore", parts.denseScore());
        json.writeStringField("lexicalDetails", parts.lexicalDetails());
        ScoreParts.Rerank rerank = parts.rerank();
        if (rerank != null) {
            json.writeObjectFieldStart("rerank");
            json.writeNumberField("fusedRank", rerank.fusedRank());
            json.writeNumberField("fusedScore", rerank.fusedScore());
            json.writeNumberField("score", rerank.score());
            json.writeObjectFieldStart("features");
            for (Map.Entry<String, Float> feature : new TreeMap<>(rerank.features()).entrySet()) {
                json.writeNumberField(feature.getKey(), feature.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, @Nullable Number value) throws IOException {
        switch (value) {
            case null -> json.writeNullField(name);
            case Integer rank -> json.writeNumberField(name, rank);
            default -> json.writeNumberField(name, value.floatValue());
        }
    }

    private static void facets(JsonGenerator json, Map<FilterField, Map<String, Long>> facets) throws IOException {
        json.writeObjectFieldStart("facets");
        for (FilterField field : FilterField.values()) {
            Map<String, Long> counts = facets.get(field);
            if (counts != null) {
                json.writeObjectFieldStart(field.wireName());
                for (Map.Entry<String, Long> count : counts.entrySet()) {
                    json.writeNumberField(count.getKey(), count.getValue());
                }
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
