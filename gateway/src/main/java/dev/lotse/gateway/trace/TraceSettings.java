package dev.lotse.gateway.trace;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where traces go.
 *
 * @param endpoint {@code traces.endpoint}: a collector's whole address for traces over OTLP/HTTP; empty for no traces
 * @param sample {@code traces.sample}: part of the traces that begin here and are recorded, 0 to 1
 * @param service {@code traces.service}: what this gateway is called in them
 * @param token {@code traces.token}: sent to the collector as a bearer token
 */
public record TraceSettings(Optional<URI> endpoint, double sample, String service, Optional<Secret> token) {
    private static final int SHORTEST_TOKEN = 8;

    /** Reads section {@code traces}. */
    public static TraceSettings read(ConfigReader root) {
        ConfigReader in = root.in("traces");
        return new TraceSettings(
                in.optional(
                        "endpoint", "an http(s) address such as http://127.0.0.1:4318/v1/traces", TraceSettings::uri),
                in.number("sample", 0, 1),
                in.text("service"),
                in.secret("token", SHORTEST_TOKEN));
    }

    private static @Nullable URI uri(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
