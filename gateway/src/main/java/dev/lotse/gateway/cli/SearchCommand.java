package dev.lotse.gateway.cli;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.http.QueryText;
import dev.lotse.gateway.http.SearchJson;
import dev.lotse.gateway.http.SiteSettings;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterParser;
import dev.lotse.gateway.retrieval.FilterSyntaxException;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotse search}: one search, for people or as JSON. */
@Command(name = "search", mixinStandardHelpOptions = true, description = "Searches a site and prints what was found.")
final class SearchCommand implements Callable<Integer> {
    /** A person at a terminal would rather wait than have a part left out. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Workspace.Factory workspaces;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final SiteOption site = new SiteOption();

    @Parameters(
            arity = "1..*",
            paramLabel = "QUERY",
            description = "What to search for; quotation marks are not needed.")
    private List<String> words = List.of();

    @Option(names = "--lang", paramLabel = "LANG", description = "Language of the query: de or en (default: detected).")
    private @Nullable String lang;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "hybrid",
            description = "hybrid, keyword or semantic (default: ${DEFAULT-VALUE}).")
    private SearchMode mode = SearchMode.HYBRID;

    @Option(
            names = "--filters",
            paramLabel = "EXPRESSION",
            description = "Only pages that fulfil it, such as 'lang:de AND NOT tag:archiv'.")
    private @Nullable String filters;

    @Option(
            names = {"-n", "--hits"},
            paramLabel = "N",
            defaultValue = "5",
            description = "Number of pages to show (default: ${DEFAULT-VALUE}).")
    private int hits = 5;

    @Option(names = "--json", description = "Print the answer of the HTTP API instead.")
    private boolean json;

    @Option(names = "--explain", description = "Say where each score comes from.")
    private boolean explain;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    SearchCommand(Workspace.Factory workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public Integer call() {
        SearchRequest request = request();
        GatewaySettings settings = data.settings(Map.of());
        try (Workspace workspace = workspaces.open(data.data(), settings)) {
            long start = System.nanoTime();
            SearchOutcome outcome = workspace.search().search(request, Deadline.in(TIMEOUT, NanoClock.SYSTEM));
            long millis = (System.nanoTime() - start) / 1_000_000;
            PrintWriter out = spec.commandLine().getOut();
            switch (outcome) {
                case SearchOutcome.Answered answer -> print(request, answer, settings, millis, out);
                case SearchOutcome.UnknownSite unknown -> throw new CommandFailure(unknownSite(workspace));
                case SearchOutcome.Invalid(String field, String detail) ->
                    throw new CommandFailure(field + ": " + detail);
                case SearchOutcome.Unavailable(String detail) -> throw new CommandFailure(detail);
            }
            out.flush();
            return 0;
        }
    }

    private void print(
            SearchRequest request,
            SearchOutcome.Answered answer,
            GatewaySettings settings,
            long millis,
            PrintWriter out) {
        if (json) {
            SiteSettings siteSettings = settings.sites().getOrDefault(site.name(), SiteSettings.STANDARD);
            out.println(new String(SearchJson.answer(request, answer, siteSettings, millis), StandardCharsets.UTF_8));
        } else {
            new SearchOutput(out, Terminal.hasColours()).print(request.query(), answer, millis);
        }
    }

    private SearchRequest request() {
        String query = QueryText.clean(String.join(" ", words));
        if (query.isEmpty()) {
            throw usage("QUERY is empty");
        }
        if (query.length() > SearchRequest.MAX_QUERY) {
            throw usage("QUERY has " + query.length() + " characters; allowed are at most " + SearchRequest.MAX_QUERY);
        }
        if (hits < 1 || hits > SearchRequest.MAX_HITS_PER_PAGE) {
            throw usage("--hits is " + hits + "; allowed is 1 to " + SearchRequest.MAX_HITS_PER_PAGE);
        }
        if (lang != null && !lang.equals("de") && !lang.equals("en")) {
            throw usage("--lang is '" + lang + "'; allowed is de or en");
        }
        return new SearchRequest(
                site.name(), query, 0, hits, lang, filter(), Set.of(), mode, true, null, null, explain);
    }

    private Filter filter() {
        try {
            return filters == null ? new Filter.All() : FilterParser.parse(filters);
        } catch (FilterSyntaxException e) {
            throw usage("--filters " + e.getMessage());
        }
    }

    private String unknownSite(Workspace workspace) {
        List<String> sites = workspace.engine().sites();
        return "there is no site '" + site.name() + "' in " + data.data()
                + (sites.isEmpty()
                        ? "; index one with 'lotse index --data " + data.data() + " --site " + site.name() + " SOURCE'"
                        : "; there is " + String.join(", ", sites));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
