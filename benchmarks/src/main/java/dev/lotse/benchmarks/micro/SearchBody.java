package dev.lotse.benchmarks.micro;

import dev.lotse.gateway.http.SearchJson;
import dev.lotse.gateway.http.SiteSettings;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** A real search of the demo site, as the pipeline hands it to whoever writes the response. */
public record SearchBody(SearchRequest request, SearchOutcome.Answered answer) {

    /** Ten hits. */
    public static SearchBody make() throws IOException {
        String query = "zählerstand nach dem umzug melden";
        try (DemoIndex index = new DemoIndex()) {
            SearchRequest request = new SearchRequest(
                    DemoIndex.SITE,
                    query,
                    0,
                    10,
                    "de",
                    new Filter.All(),
                    Set.of(),
                    SearchMode.HYBRID,
                    true,
                    new float[0],
                    null,
                    false);
            SearchOutcome.Answered answer = new SearchOutcome.Answered(
                    "00000000-0000-4000-8000-000000000000",
                    "de",
                    null,
                    index.search(index.request(query, DemoIndex.Kind.HYBRID)),
                    Set.of(),
                    Map.of(),
                    Map.of("index", "1@1", "release", "0", "embedder", "hashed-words@1", "reranker", "off"));
            return new SearchBody(request, answer);
        }
    }

    /** The response to it as JSON. */
    public static byte[] bytes() throws IOException {
        SearchBody made = make();
        return SearchJson.answer(made.request(), made.answer(), SiteSettings.STANDARD, 3);
    }
}
