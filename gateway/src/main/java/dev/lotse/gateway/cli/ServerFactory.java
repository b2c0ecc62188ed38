package dev.lotse.gateway.cli;

import dev.lotse.gateway.http.GatewayServer;
import dev.lotse.gateway.http.Route;
import dev.lotse.gateway.ops.Health;
import java.util.List;

/** Makes the HTTP server over the parts of a workspace, without binding its port. */
@FunctionalInterface
public interface ServerFactory {

    /**
     * A server.
     *
     * @param demo whether administration without a key is open to this machine
     * @param extra routes besides the standard ones
     */
    Parts create(Workspace workspace, GatewaySettings settings, boolean demo, List<Route> extra);

    /**
     * What runs.
     *
     * @param server started and closed by whoever runs it
     * @param health kept up to date by whoever runs it
     * @param background closed after the server and before the workspace
     */
    record Parts(GatewayServer server, Health health, Background background) {}

    /** Work beside the requests. */
    @FunctionalInterface
    interface Background {
        /** Ends it. */
        void close();
    }
}
