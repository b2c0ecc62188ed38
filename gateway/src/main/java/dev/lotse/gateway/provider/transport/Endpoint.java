package dev.lotse.gateway.provider.transport;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where a provider is and how it is spoken to.
 *
 * @param base address that the wire format's paths are appended to, such as {@code https://api.openai.com/v1}; no query
 * @param auth the header that carries the key
 * @param key where the key comes from
 * @param headers further headers of every request; never keys, for they are shown
 * @param connectTimeout until the connection stands, TLS included
 * @param maxResponseBytes longest answer that is read
 * @param maxEventBytes longest single event of a streamed answer
 */
public record Endpoint(
        URI base,
        AuthScheme auth,
        KeySource key,
        Map<String, String> headers,
        Duration connectTimeout,
        int maxResponseBytes,
        int maxEventBytes) {

    /** Longest answer unless set otherwise: 8 MiB, which holds 2,048 vectors of 384 numbers. */
    public static final int DEFAULT_MAX_RESPONSE_BYTES = 8 << 20;

    /** Longest event unless set otherwise: 1 MiB. */
    public static final int DEFAULT_MAX_EVENT_BYTES = 1 << 20;

    private static final Set<String> KEY_HEADERS =
            Set.of("authorization", "api-key", "x-api-key", "proxy-authorization");

    public Endpoint {
        headers = Map.copyOf(headers);
        var scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        if ((!scheme.equals("https") && !scheme.equals("http")) || base.getHost() == null) {
            throw new IllegalArgumentException("base is " + base + "; it must be an absolute http or https address");
        }
        if (base.getRawQuery() != null || base.getRawFragment() != null || base.getRawUserInfo() != null) {
            throw new IllegalArgumentException("base is an address with user, query or fragment; it must have none");
        }
        if (auth != AuthScheme.NONE && scheme.equals("http") && !isLoopback(base.getHost())) {
            throw new IllegalArgumentException(
                    "base is " + base + "; a key may leave this machine by https only. Use https, or auth NONE");
        }
        for (var name : headers.keySet()) {
            if (KEY_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "headers." + name + " would hold a key in the open; use auth and key");
            }
        }
        if (!connectTimeout.isPositive()) {
            throw new IllegalArgumentException("connectTimeout is " + connectTimeout + "; it must be longer than 0");
        }
        requireAtLeast("maxResponseBytes", maxResponseBytes, 1024);
        requireAtLeast("maxEventBytes", maxEventBytes, 1024);
    }

    /** An endpoint with the default limits and no further headers. */
    public static Endpoint of(URI base, AuthScheme auth, KeySource key, Duration connectTimeout) {
        return new Endpoint(
                base, auth, key, Map.of(), connectTimeout, DEFAULT_MAX_RESPONSE_BYTES, DEFAULT_MAX_EVENT_BYTES);
    }

    /** The same with these headers in every request. */
    public Endpoint withHeaders(Map<String, String> added) {
        return new Endpoint(base, auth, key, added, connectTimeout, maxResponseBytes, maxEventBytes);
    }

    /** The address of a path below the base, such as {@code /chat/completions}. */
    public URI at(String path) {
        var text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + least);
        }
    }
}
