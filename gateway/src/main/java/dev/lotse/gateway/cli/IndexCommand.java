package dev.lotse.gateway.cli;

import dev.lotse.gateway.ingest.IngestService;
import dev.lotse.gateway.ingest.PageSource;
import dev.lotse.gateway.ingest.push.LineResult;
import dev.lotse.gateway.ingest.push.NdjsonPush;
import dev.lotse.gateway.ops.Logging;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotse index}: brings a source of pages into a site's index. */
@Command(
        name = "index",
        mixinStandardHelpOptions = true,
        description = {
            "Indexes a source as a site.",
            "A run again embeds only what changed; the index that is served stays until the new one is complete.",
            "Several sources can make one site: a run replaces the pages of its own source only."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotse index --site help /usr/share/libreoffice/help/en-US",
            "  lotse index --site www https://www.example.org/sitemap.xml --max-pages 500",
            "  my-export | lotse index --site shop -"
        })
final class IndexCommand implements Callable<Integer> {
    private static final String STDIN = "-";

    private final Workspace.Factory workspaces;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final SiteOption site = new SiteOption();

    @Parameters(
            paramLabel = "SOURCE",
            description = {
                "What to index: a folder of HTML or Markdown, the http(s) URL of a start page or sitemap, an .ndjson file,"
                        + " or - for NDJSON from standard input."
            })
    private String source = "";

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Where the pages of a folder are on the web; without it their URLs stay relative.")
    private @Nullable String baseUrl;

    @Option(
            names = "--max-pages",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Most pages of a crawl (default: ${DEFAULT-VALUE}).")
    private int maxPages = 10_000;

    @Option(
            names = "--allow-private",
            description =
                    "Let a crawl fetch from this machine and its private networks. Off, so that a page cannot make Lotse"
                            + " read what only you can reach.")
    private boolean allowPrivate;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    IndexCommand(Workspace.Factory workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public Integer call() throws IOException {
        if (maxPages < 1) {
            throw usage("--max-pages is " + maxPages + "; allowed is 1 or more");
        }
        GatewaySettings settings = data.settings(Map.of());
        Logging.apply(settings.logging().forCommand());
        if (source.equals(STDIN)) {
            rejectBaseUrl("NDJSON");
            return push(settings, System.in);
        }
        if (source.startsWith("http://") || source.startsWith("https://")) {
            rejectBaseUrl("a crawl");
            URI start = uri("SOURCE", source);
            return run(
                    settings,
                    sources -> sources.crawl(new Sources.CrawlRequest(site.name(), start, maxPages, allowPrivate)));
        }
        Path path = path();
        if (Files.isDirectory(path)) {
            URI base = baseUrl == null ? null : uri("--base-url", baseUrl);
            return run(settings, sources -> sources.folder(path, base));
        }
        String name = String.valueOf(path.getFileName());
        if (Files.isRegularFile(path) && (name.endsWith(".ndjson") || name.endsWith(".jsonl"))) {
            rejectBaseUrl("NDJSON");
            try (InputStream in = Files.newInputStream(path)) {
                return push(settings, in);
            }
        }
        throw usage(
                Files.exists(path)
                        ? source + " is neither a folder nor an .ndjson file"
                        : source + " does not exist; SOURCE is a folder, an http(s) URL, an .ndjson file or -");
    }

    private int run(GatewaySettings settings, Function<Sources, PageSource> open) {
        PrintWriter err = spec.commandLine().getErr();
        try (Workspace workspace = workspaces.open(data.data(), settings);
                PageSource pages = open.apply(workspace.sources())) {
            ProgressLine progress = new ProgressLine(err, Terminal.isInteractive());
            IngestService.Report report;
            try {
                report = workspace.ingest().run(site.name(), pages, progress::show);
            } finally {
                progress.clear();
            }
            IndexReport.print(
                    site.name(), data.data(), report, spec.commandLine().getOut());
            return 0;
        }
    }

    /** Every bad line is told and none stops the others; one that is bad makes the exit code 1. */
    private int push(GatewaySettings settings, InputStream ndjson) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (Workspace workspace = workspaces.open(data.data(), settings)) {
            long start = System.nanoTime();
            NdjsonPush.Summary summary = new NdjsonPush(
                            workspace.sources().lines(settings.admin().maxDocument()), workspace.ingest())
                    .push(site.name(), ndjson, result -> {
                        if (result instanceof LineResult.Rejected rejected) {
                            rejected.errors()
                                    .forEach(error -> err.println("line " + rejected.line() + ": " + error.message()));
                            err.flush();
                        }
                    });
            out.println(String.format(
                    Locale.ROOT,
                    "Site %s: %,d pages pushed, %,d passages embedded, %,d lines refused, in %.1f s.",
                    site.name(),
                    summary.indexed(),
                    summary.passagesEmbedded(),
                    summary.rejected(),
                    (System.nanoTime() - start) / 1e9));
            out.flush();
            return summary.rejected() == 0 ? 0 : LotseCommand.FAILED;
        }
    }

    private void rejectBaseUrl(String kind) {
        if (baseUrl != null) {
            throw usage("--base-url is for folders; " + kind + " has the URLs of its pages");
        }
    }

    private Path path() {
        try {
            return Path.of(source);
        } catch (InvalidPathException e) {
            throw usage("'" + source + "' is no path: " + e.getReason());
        }
    }

    private URI uri(String option, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw usage(option + " '" + text + "' is no URL: " + e.getReason());
        }
        throw usage(option + " '" + text + "' is no http(s) URL");
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
