package dev.lotse.gateway.provider.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.config.Secret;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.anthropic.AnthropicChat;
import dev.lotse.gateway.provider.openai.OpenAiChat;
import dev.lotse.gateway.provider.openai.OpenAiDialect;
import dev.lotse.gateway.provider.transport.AuthScheme;
import dev.lotse.gateway.provider.transport.Endpoint;
import dev.lotse.gateway.provider.transport.KeySource;
import dev.lotse.gateway.provider.transport.UpstreamHttp;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Adapters that point at servers of a test; closed together. */
public final class Upstreams implements AutoCloseable {
    public static final String KEY = "sk-test-4f9a0b1c2d3e4f5a";
    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    public static final CallLimits PATIENT =
            new CallLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(60));
    public static final ObjectMapper JSON = new ObjectMapper();

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<UpstreamHttp> clients = new ArrayList<>();

    public UpstreamHttp http(URI base, AuthScheme auth, Map<String, String> headers, int maxBytes) {
        KeySource key = () -> Optional.of(new Secret(KEY));
        var endpoint = new Endpoint(base, auth, key, headers, Duration.ofSeconds(2), maxBytes, maxBytes);
        var http = new UpstreamHttp(endpoint, executor, NanoClock.SYSTEM, Clock.fixed(NOW, ZoneOffset.UTC));
        clients.add(http);
        return http;
    }

    public OpenAiChat openAi(URI base) {
        return openAi("openai", base, OpenAiDialect.DEFAULT);
    }

    public OpenAiChat openAi(String name, URI base, OpenAiDialect dialect) {
        return new OpenAiChat(name, http(base, AuthScheme.BEARER, Map.of(), 1 << 16), dialect, JSON);
    }

    public AnthropicChat anthropic(URI base) {
        return anthropic("anthropic", base);
    }

    public AnthropicChat anthropic(String name, URI base) {
        return new AnthropicChat(
                name, http(base, AuthScheme.X_API_KEY, AnthropicChat.VERSION_HEADER, 1 << 16), 1024, JSON);
    }

    @Override
    public void close() {
        clients.forEach(UpstreamHttp::close);
        executor.close();
    }
}
