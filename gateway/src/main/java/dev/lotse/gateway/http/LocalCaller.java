package dev.lotse.gateway.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;

/** Tells programs of this machine from all others. */
public final class LocalCaller {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private LocalCaller() {}

    /**
     * Whether a program of this machine asks, or a page that this server sent to its browser. Other pages do not count: a foreign
     * one sends its Origin, and one whose name was made to point here (DNS rebinding) sends that name as the Host.
     */
    public static boolean asks(ServerRequest request) {
        boolean loopback = request.remotePeer().address() instanceof InetSocketAddress address
                && address.getAddress() != null
                && address.getAddress().isLoopbackAddress();
        String host = request.headers().first(HeaderNames.HOST).orElse("").toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse("");
        return loopback && LOCAL_NAMES.contains(name) && (origin.isEmpty() || origin.equals("http://" + host));
    }
}
