package dev.lotse.gateway.limit;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which address a request comes from. What a client writes into {@code X-Forwarded-For} counts for nothing: only the part that
 * trusted proxies added is read, from the end. Thread-safe.
 */
public final class ClientAddresses {
    private final List<Cidr> trusted;

    /**
     * @param trusted addresses of the proxies in front of the gateway
     */
    public ClientAddresses(List<Cidr> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * The address of the client.
     *
     * @param peer the other end of the connection
     * @param forwarded values of {@code X-Forwarded-For}, in the order of the header lines
     */
    public InetAddress of(InetAddress peer, List<String> forwarded) {
        InetAddress at = peer;
        for (int line = forwarded.size() - 1; line >= 0; line--) {
            String[] hops = forwarded.get(line).split(",", -1);
            for (int i = hops.length - 1; i >= 0; i--) {
                if (!isTrusted(at)) {
                    return at;
                }
                InetAddress before = parse(hops[i].strip());
                if (before == null) {
                    // What stands before something unreadable was written by nobody whom we know.
                    return at;
                }
                at = before;
            }
        }
        return at;
    }

    /** What is counted together: an IPv4 address, or the /64 of an IPv6 address, which one household has. */
    public static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? address.getHostAddress() : HexFormat.of().formatHex(bytes, 0, 8);
    }

    private boolean isTrusted(InetAddress address) {
        for (Cidr range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** With or without a port: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}. */
    private static @Nullable InetAddress parse(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? null : Cidr.address(hop.substring(1, end));
        }
        int colon = hop.indexOf(':');
        boolean port = colon >= 0 && colon == hop.lastIndexOf(':');
        return Cidr.address(port ? hop.substring(0, colon) : hop);
    }
}
