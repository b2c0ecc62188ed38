package dev.lotse.gateway.http;

import dev.lotse.gateway.device.DeviceClass;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import dev.lotse.gateway.retrieval.FilterParser;
import dev.lotse.gateway.retrieval.FilterSyntaxException;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchRequest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a search as the client wrote them, whether in the URL or as JSON; null where a field is missing. Checks what
 * they mean and turns them into a {@link SearchRequest}. Used by one thread.
 */
public final class SearchFields {
    static final List<String> NAMES = List.of(
            "q",
            "page",
            "hitsPerPage",
            "lang",
            "filters",
            "facets",
            "mode",
            "rerank",
            "vector",
            "vectorModel",
            "timeoutMs",
            "explain");

    private static final int DEFAULT_HITS = 10;
    private static final int MIN_TIMEOUT_MS = 10;
    private static final int MAX_TIMEOUT_MS = 10_000;
    private static final int MAX_VECTOR = 4096;
    private static final String FACET_NAMES = "tag, lang, section, objectID, source";

    final FieldErrors errors = new FieldErrors();

    @Nullable
    String q;

    @Nullable
    Long page;

    @Nullable
    Long hitsPerPage;

    @Nullable
    String lang;

    @Nullable
    String filters;

    @Nullable
    List<String> facets;

    @Nullable
    String mode;

    @Nullable
    String rerank;

    float @Nullable [] vector;

    @Nullable
    String vectorModel;

    @Nullable
    Long timeoutMs;

    @Nullable
    Boolean explain;

    /**
     * What is to be done.
     *
     * @param request the validated search
     * @param timeout the time that the client gives, or the standard one
     */
    public record Parsed(SearchRequest request, Duration timeout) {
        /** The same on a device. */
        Parsed on(DeviceClass device) {
            return new Parsed(request.on(device), timeout);
        }

        /** The same, with these fields counted. */
        public Parsed withFacets(Set<FilterField> fields) {
            return new Parsed(
                    new SearchRequest(
                            request.site(),
                            request.query(),
                            request.page(),
                            request.hitsPerPage(),
                            request.lang(),
                            request.filter(),
                            fields,
                            request.mode(),
                            request.rerank(),
                            request.vector(),
                            request.vectorModel(),
                            request.explain()),
                    timeout);
        }
    }

    /**
     * Checks all fields.
     *
     * @throws ProblemException naming each field that is wrong
     */
    public Parsed check(String site, Duration standardTimeout) {
        Filter filter = filter();
        String query = query(filter);
        int size = (int) inRange("hitsPerPage", hitsPerPage, 1, SearchRequest.MAX_HITS_PER_PAGE, DEFAULT_HITS);
        int at = page(size);
        long timeout = inRange("timeoutMs", timeoutMs, MIN_TIMEOUT_MS, MAX_TIMEOUT_MS, standardTimeout.toMillis());
        String language = choice("lang", lang, "auto", "auto", "de", "en");
        SearchMode searchMode = switch (choice("mode", mode, "hybrid", "hybrid", "keyword", "semantic")) {
            case "keyword" -> SearchMode.KEYWORD;
            case "semantic" -> SearchMode.SEMANTIC;
            default -> SearchMode.HYBRID;
        };
        boolean reranked = choice("rerank", rerank, "auto", "auto", "off").equals("auto");
        Set<FilterField> counted = facetFields();
        checkVector();
        errors.throwIfAny();
        return new Parsed(
                new SearchRequest(
                        site,
                        query,
                        at,
                        size,
                        language.equals("auto") ? null : language,
                        filter,
                        counted,
                        searchMode,
                        reranked,
                        vector,
                        vectorModel,
                        explain != null && explain),
                Duration.ofMillis(timeout));
    }

    private String query(Filter filter) {
        String query = q == null ? "" : QueryText.clean(q);
        if (query.length() > SearchRequest.MAX_QUERY) {
            errors.add(
                    "q",
                    query,
                    "at most " + SearchRequest.MAX_QUERY + " characters",
                    "q has " + query.length() + " characters; allowed are at most " + SearchRequest.MAX_QUERY);
        } else if (query.isEmpty() && vector == null && filter instanceof Filter.All && blank(filters)) {
            errors.add(
                    "q",
                    q,
                    "1 to " + SearchRequest.MAX_QUERY
                            + " characters; may be empty only together with filters or a vector",
                    q == null ? "q is missing" : "q is empty");
        }
        return query;
    }

    private Filter filter() {
        if (filters == null) {
            return new Filter.All();
        }
        try {
            return FilterParser.parse(filters);
        } catch (FilterSyntaxException e) {
            errors.add(
                    "filters",
                    filters,
                    "conditions such as tag:handbuch AND NOT lang:en AND updated:[2026-01-01 TO *]",
                    "filters " + e.getMessage());
            return new Filter.All();
        }
    }

    private int page(int size) {
        int lastPage = SearchRequest.MAX_DEPTH / size - 1;
        return (int) inRange("page", page, 0, lastPage, 0);
    }

    private long inRange(String name, @Nullable Long value, long min, long max, long standard) {
        if (value == null) {
            return standard;
        }
        if (value < min || value > max) {
            errors.bad(name, value.toString(), min + " to " + max);
            return standard;
        }
        return value;
    }

    private String choice(String name, @Nullable String value, String standard, String... allowed) {
        if (value == null) {
            return standard;
        }
        for (String one : allowed) {
            if (one.equals(value)) {
                return value;
            }
        }
        errors.bad(name, value, String.join(", ", allowed));
        return standard;
    }

    private Set<FilterField> facetFields() {
        Set<FilterField> fields = EnumSet.noneOf(FilterField.class);
        for (String name : facets == null ? List.<String>of() : facets) {
            FilterField field = FilterParser.field(name);
            if (field == null) {
                errors.bad("facets", name, FACET_NAMES);
            } else {
                fields.add(field);
            }
        }
        return fields;
    }

    private void checkVector() {
        if (vectorModel != null && vector == null) {
            errors.add("vectorModel", vectorModel, "together with vector", "vectorModel is given without a vector");
        }
        if (vector == null) {
            return;
        }
        if (vectorModel == null || vectorModel.isBlank()) {
            errors.add(
                    "vectorModel", vectorModel, "the id of the model that made the vector", "vectorModel is missing");
        }
        if (vector.length == 0 || vector.length > MAX_VECTOR) {
            errors.add(
                    "vector",
                    vector.length + " numbers",
                    "1 to " + MAX_VECTOR + " numbers",
                    "vector has " + vector.length + " numbers; allowed are 1 to " + MAX_VECTOR);
            return;
        }
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (!(squares > 0) || !Double.isFinite(squares)) {
            errors.add(
                    "vector",
                    null,
                    "finite numbers, not all zero",
                    "vector has no direction, or a number is not finite");
            return;
        }
        // The engine compares unit vectors; a client need not know that.
        float scale = (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
