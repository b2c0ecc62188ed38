package dev.lotse.gateway.cli;

import dev.lotse.gateway.http.FolderRoutes;
import dev.lotse.gateway.http.GatewayServer;
import dev.lotse.gateway.http.Redirect;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.ops.Logging;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.SiteStatus;
import dev.lotse.gateway.retrieval.elasticsearch.node.ElasticsearchNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotse demo}: the bundled site, indexed and served, with a search page. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Indexes a bundled bilingual site, serves it with a search page and says what to try.")
final class DemoCommand implements Callable<Integer> {
    private static final String SITE = "demo";

    /** MiB; the demo site is small. */
    private static final int NODE_HEAP = 320;

    private final Workspace.Factory workspaces;
    private final ServerFactory servers;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            description = "Folder that holds all state (default: ~/.cache/lotse-demo).")
    private @Nullable Path chosen;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default: 127.0.0.1).")
    private @Nullable String host;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "Port to listen on (default: 8080; 0 for any free one).")
    private @Nullable String port;

    @Option(
            names = "--engine",
            paramLabel = "KIND",
            defaultValue = "embedded",
            description = "embedded, or elasticsearch: on a node that this command starts and ends"
                    + " (default: ${DEFAULT-VALUE}).")
    private EngineSettings.Kind engine = EngineSettings.Kind.EMBEDDED;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    DemoCommand(Workspace.Factory workspaces, ServerFactory servers) {
        this.workspaces = workspaces;
        this.servers = servers;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataOptions data = new DataOptions();
        data.useInstead(chosen != null ? chosen : Path.of(System.getProperty("user.home"), ".cache", "lotse-demo"));
        Map<String, String> overrides = new HashMap<>(ServeCommand.overrides(host, port));
        overrides.put("logging.level", "warn");
        overrides.put("logging.access", "false");
        overrides.put("sites." + SITE + ".title", "Stadtwerke Lindhafen");
        overrides.put("sites." + SITE + ".base-url", "/demo/");
        try (ElasticsearchNode node = engine == EngineSettings.Kind.ELASTICSEARCH ? startNode(data.data()) : null) {
            if (node != null) {
                overrides.put("engine", "elasticsearch");
                overrides.put("elasticsearch.nodes", node.address().toString());
            }
            serve(data, overrides);
        }
        return 0;
    }

    private ElasticsearchNode startNode(Path data) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("Starting Elasticsearch ...");
        err.flush();
        return DevelopmentNode.start(data.resolve("elasticsearch"), NODE_HEAP, 0);
    }

    private void serve(DataOptions data, Map<String, String> overrides) throws IOException, InterruptedException {
        GatewaySettings settings = data.settings(overrides);
        Logging.apply(settings.logging());
        DemoSite site = DemoSite.extract(data.data().resolve("demo-site"));
        Workspace workspace = workspaces.open(data.data(), settings);
        try {
            workspace.prepareEncoder();
            index(workspace, site, data.data());
            List<Route> routes = new ArrayList<>(new FolderRoutes("/demo", site.folder()).routes());
            routes.add(Redirect.of("/", "/search/" + SITE));
            ServerRun.serve(
                    servers.create(workspace, settings, true, routes),
                    workspace,
                    settings,
                    server -> invite(server, workspace.engine()));
        } finally {
            workspace.close();
        }
    }

    /** Skips what is indexed already: the demo is started again and again. */
    private void index(Workspace workspace, DemoSite site, Path data) throws IOException {
        Path marker = data.resolve(
                engine == EngineSettings.Kind.EMBEDDED ? "demo-site.indexed" : "demo-site.elasticsearch.indexed");
        String wanted = site.fingerprint() + " " + workspace.encoder().model().id() + "@"
                + workspace.encoder().model().version()
                + workspace
                        .encoder()
                        .projection()
                        .map(projection -> "/" + projection.version())
                        .orElse("");
        boolean indexed = workspace.engine().sites().contains(SITE)
                && Files.isRegularFile(marker)
                && Files.readString(marker).equals(wanted);
        if (indexed) {
            return;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("Indexing the demo site ...");
        err.flush();
        ProgressLine progress = new ProgressLine(err, Terminal.isInteractive());
        try {
            workspace.ingest().run(SITE, workspace.sources().folder(site.folder(), null), progress::show);
        } finally {
            progress.clear();
        }
        Files.writeString(marker, wanted);
    }

    private void invite(GatewayServer server, SearchEngine engine) {
        PrintWriter out = spec.commandLine().getOut();
        long pages = engine.status(SITE).map(SiteStatus::pages).orElse(0L);
        String url = server.url();
        out.println();
        out.println(
                "The website of a fictional utility, " + pages + " pages in German and English, is being searched at");
        out.println();
        out.println("    " + url + "/search/" + SITE);
        out.println();
        out.println("Try words that the pages do not use:");
        out.println("    " + url + "/search/demo?q=electricity+from+the+sun+on+my+balcony");
        out.println("    " + url + "/search/demo?q=Rechnung+in+Raten+zahlen");
        out.println("    " + url + "/search/demo?q=it+smells+like+gas");
        out.println("The pages themselves:  " + url + "/demo/de/index.html  " + url + "/demo/en/index.html");
        out.println("Tune it:               " + url + "/console/  (synonyms, rules, preview, releases)");
        out.println("The API:               curl '" + url + "/v1/sites/demo/search?q=umzug'");
        out.println("                       " + url + "/openapi.yaml");
        out.println();
        out.println("Ctrl-C ends it.");
        out.flush();
    }
}
