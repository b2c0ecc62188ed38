package dev.lotse.benchmarks.cluster;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.eval.Judgements;
import dev.lotse.gateway.eval.PairedBootstrap;
import dev.lotse.gateway.eval.RankingMetrics;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.lucene.LuceneEngine;
import dev.lotse.gateway.search.SearchMode;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchPipeline;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.SearchSettings;
import dev.lotse.models.Encoder;
import dev.lotse.models.LocalModels;
import dev.lotse.models.ModelOptions;
import dev.lotse.models.ModelRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/lotse bench parity}: whether both engines rank the same pages the same. */
@Command(
        name = "parity",
        mixinStandardHelpOptions = true,
        description =
                "Copies a site from the embedded engine to an Elasticsearch node of its own and runs judged queries on both,"
                        + " without reranker: the quality of each, and how many queries have the same three first pages.")
public final class ParityCommand implements Callable<Integer> {
    private static final int TOP = 3;
    private static final int PAGE = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            required = true,
            description = "Data folder with the site's index.")
    private Path data = Path.of(".");

    @Option(
            names = {"-s", "--site"},
            paramLabel = "NAME",
            required = true,
            description = "Site to compare.")
    private String site = "";

    @Option(names = "--queries", paramLabel = "FILE", required = true, description = "JSON lines in BEIR's form.")
    private Path queries = Path.of(".");

    @Option(names = "--qrels", paramLabel = "FILE", required = true, description = "Judgements in BEIR's form.")
    private Path qrels = Path.of(".");

    @Option(names = "--lang", paramLabel = "LANG", required = true, description = "Language of the queries.")
    private String lang = "de";

    @Option(
            names = "--mode",
            split = ",",
            paramLabel = "MODE",
            defaultValue = "HYBRID,KEYWORD,SEMANTIC",
            description = "Of ${COMPLETION-CANDIDATES} (default: all).")
    private List<SearchMode> modes = List.of();

    @Option(names = "--shards", paramLabel = "N", description = "Shards of the index (default: 1).")
    private int shards = 1;

    @Option(
            names = "--show",
            paramLabel = "N",
            description = "How many queries with other first pages are listed (default: 0).")
    private int show;

    @Override
    public Integer call() throws IOException {
        PrintStream print = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Judgements judged = Judgements.read(queries, qrels);
        try (NodeWithSite node = NodeWithSite.start(shards);
                LuceneEngine embedded = new LuceneEngine(data.resolve("index"), Duration.ofHours(1));
                Encoder encoder = new QueriesOnce(
                        new LocalModels(data.resolve("models"), ModelRegistry.bundled(), ModelOptions.defaults())
                                .openEncoder(embedded.info(site).encoder().replaceFirst("@.*", "")));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            node.copy(embedded, site);
            for (SearchMode mode : modes) {
                List<Found> here = search(embedded, encoder, executor, mode, judged.queries());
                List<Found> there = search(node.engine(), encoder, executor, mode, judged.queries());
                tell(print, mode, judged.queries(), here, there);
            }
        }
        return 0;
    }

    /** The first page of results, and its quality. */
    private record Found(List<String> pages, double ndcg10) {
        List<String> top() {
            return pages.subList(0, Math.min(TOP, pages.size()));
        }
    }

    @SuppressWarnings("NullAway") // does not see the annotation of an array-typed parameter in a class file
    private List<Found> search(
            SearchEngine engine,
            Encoder encoder,
            ExecutorService executor,
            SearchMode mode,
            List<Judgements.Query> queries) {
        SearchPipeline pipeline = new SearchPipeline(
                engine, encoder, SearchSettings.defaults(), executor, NanoClock.SYSTEM, InstantSource.system());
        List<Found> found = new ArrayList<>();
        for (Judgements.Query query : queries) {
            SearchRequest request = new SearchRequest(
                    site, query.text(), 0, PAGE, lang, new Filter.All(), Set.of(), mode, false, null, null, false);
            if (!(pipeline.search(request, Deadline.in(PATIENCE, NanoClock.SYSTEM))
                            instanceof SearchOutcome.Answered answer)
                    || !answer.degraded().isEmpty()) {
                throw new IllegalArgumentException("query '" + query.text() + "' was not answered in full");
            }
            List<String> pages = answer.result().hits().stream()
                    .map(hit -> hit.page().objectId())
                    .toList();
            found.add(new Found(pages, RankingMetrics.of(pages, query.grades()).ndcg10()));
        }
        return found;
    }

    private void tell(
            PrintStream print, SearchMode mode, List<Judgements.Query> queries, List<Found> here, List<Found> there) {
        int same = 0;
        int shown = 0;
        for (int i = 0; i < here.size(); i++) {
            if (here.get(i).top().equals(there.get(i).top())) {
                same++;
            } else if (shown < show) {
                shown++;
                print.println("  " + queries.get(i).text() + "\n    embedded "
                        + here.get(i).top() + "\n    cluster  " + there.get(i).top());
            }
        }
        double[] first = here.stream().mapToDouble(Found::ndcg10).toArray();
        double[] second = there.stream().mapToDouble(Found::ndcg10).toArray();
        PairedBootstrap difference = PairedBootstrap.of(first, second);
        print.printf(
                Locale.ROOT,
                "%s, %s, shards: %d, queries: %d, nDCG@10: embedded %.4f, cluster %.4f, difference %+.4f (95 %%: %+.4f to %+.4f), same first three: %.1f %%%n",
                site,
                mode.name().toLowerCase(Locale.ROOT),
                shards,
                queries.size(),
                Arrays.stream(first).average().orElse(0),
                Arrays.stream(second).average().orElse(0),
                difference.difference(),
                difference.low(),
                difference.high(),
                100.0 * same / Math.max(1, here.size()));
    }
}
