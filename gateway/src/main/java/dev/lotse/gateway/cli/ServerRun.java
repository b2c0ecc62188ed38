package dev.lotse.gateway.cli;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.http.GatewayServer;
import dev.lotse.gateway.ops.Shutdown;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.search.WarmUp;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Serves until the process is asked to end. */
final class ServerRun {
    /** On top of the requests' grace: closing index and models. */
    private static final Duration CLOSING = Duration.ofSeconds(10);

    /** Longer would keep visitors waiting for the sake of the first of them. */
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private ServerRun() {}

    /**
     * Binds, serves and closes.
     *
     * @param ready told once requests are welcome
     */
    static void serve(
            ServerFactory.Parts parts, Workspace workspace, GatewaySettings settings, Consumer<GatewayServer> ready)
            throws InterruptedException {
        Shutdown shutdown = new Shutdown(settings.server().shutdownGrace().plus(CLOSING));
        try {
            start(parts.server(), settings);
            shutdown.install();
            WarmUp.run(workspace.search(), languages(workspace.engine()), Deadline.in(WARM_UP, NanoClock.SYSTEM));
            parts.health().started();
            ready.accept(parts.server());
            Thread unused = Thread.ofVirtual().start(() -> warmSuggestions(workspace));
            shutdown.await();
        } finally {
            parts.health().stopping();
            parts.server().close();
            parts.background().close();
            workspace.close();
            shutdown.finished();
        }
    }

    /** Sites whose index cannot be read are left out. */
    private static Map<String, List<String>> languages(SearchEngine engine) {
        Map<String, List<String>> languages = new LinkedHashMap<>();
        for (String site : engine.sites()) {
            try {
                languages.put(site, engine.lexicon(site).languages());
            } catch (EngineException ignored) {
                // Its visitors are told.
            }
        }
        return languages;
    }

    /** Nobody waits for it: a visitor types a word before the first suggestion matters. */
    private static void warmSuggestions(Workspace workspace) {
        WarmUp.suggestions(
                workspace.search(), workspace.engine().sites(), () -> Deadline.in(WARM_UP, NanoClock.SYSTEM));
    }

    private static void start(GatewayServer server, GatewaySettings settings) {
        String host = settings.server().host();
        int port = settings.server().port();
        try {
            server.start();
        } catch (RuntimeException e) {
            if (cause(e, BindException.class) instanceof BindException bind) {
                String reason = String.valueOf(bind.getMessage());
                if (reason.contains("Permission denied")) {
                    throw new CommandFailure(
                            "port " + port + " needs more rights; choose one above 1023 with --port N", e);
                }
                if (reason.contains("assign")) {
                    throw new CommandFailure(host + " is no address of this machine; choose another with --host", e);
                }
                throw new CommandFailure(
                        "port " + port + " on " + host
                                + " is in use; stop the program that has it, or choose another with"
                                + " --port N (0 takes any free one)",
                        e);
            }
            if (cause(e, UnresolvedAddressException.class) != null
                    || cause(e, java.net.SocketException.class) != null) {
                throw new CommandFailure("cannot listen on " + host + "; choose another address with --host", e);
            }
            throw e;
        }
    }

    private static @Nullable Throwable cause(Throwable error, Class<? extends Throwable> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return at;
            }
        }
        return null;
    }
}
