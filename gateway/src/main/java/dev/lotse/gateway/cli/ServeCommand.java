package dev.lotse.gateway.cli;

import dev.lotse.gateway.ops.Logging;
import dev.lotse.gateway.retrieval.SearchEngine;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotse serve}: the gateway over HTTP. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Serves the sites of a data folder over HTTP until Ctrl-C or SIGTERM.")
final class ServeCommand implements Callable<Integer> {
    private final Workspace.Factory workspaces;
    private final ServerFactory servers;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on (default: 127.0.0.1; 0.0.0.0 for all).")
    private @Nullable String host;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "Port to listen on (default: 8080; 0 for any free one).")
    private @Nullable String port;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    ServeCommand(Workspace.Factory workspaces, ServerFactory servers) {
        this.workspaces = workspaces;
        this.servers = servers;
    }

    @Override
    public Integer call() throws InterruptedException {
        GatewaySettings settings = data.settings(overrides(host, port));
        Logging.apply(settings.logging());
        PrintWriter out = spec.commandLine().getOut();
        Workspace workspace = workspaces.open(data.data(), settings);
        try {
            workspace.prepareEncoder();
            SearchEngine engine = workspace.engine();
            if (engine.sites().isEmpty()) {
                out.println("No site is indexed in " + data.data() + " yet; 'lotse index --data " + data.data()
                        + " --site NAME SOURCE' does it, also while this runs.");
            }
            ServerRun.serve(servers.create(workspace, settings, false, List.of()), workspace, settings, server -> {
                out.println("Serving " + sites(engine) + " on " + server.url() + " (Ctrl-C ends it)");
                out.flush();
            });
        } finally {
            workspace.close();
        }
        return 0;
    }

    private static String sites(SearchEngine engine) {
        List<String> sites = engine.sites();
        return sites.isEmpty() ? "no site" : (sites.size() == 1 ? "site " : "sites ") + String.join(", ", sites);
    }

    /** Options of the command as configuration keys, so that one check and one order of precedence hold for all. */
    static Map<String, String> overrides(@Nullable String host, @Nullable String port) {
        Map<String, String> overrides = new HashMap<>();
        if (host != null) {
            overrides.put("server.host", host);
        }
        if (port != null) {
            overrides.put("server.port", port);
        }
        return overrides;
    }
}
