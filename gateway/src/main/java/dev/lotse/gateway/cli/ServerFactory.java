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

    /** A server and its health, which whoever runs it keeps up to date. */
    record Parts(GatewayServer server, Health health) {}
}
