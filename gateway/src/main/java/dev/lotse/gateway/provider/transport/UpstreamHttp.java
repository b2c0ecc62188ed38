package dev.lotse.gateway.provider.transport;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.ProviderError.Phase;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * The connections to one provider. Redirects are never followed, because a key must not travel to an address that nobody
 * configured. Cleartext addresses are spoken to in HTTP/1.1 (an upgrade to HTTP/2 confuses some servers), others in HTTP/2 where
 * they offer it. Thread-safe.
 */
public final class UpstreamHttp implements AutoCloseable {
    private static final String USER_AGENT = "lotse";

    private final Endpoint endpoint;
    private final NanoClock clock;
    private final InstantSource wallClock;
    private final HttpClient client;

    /**
     * @param executor runs the client's callbacks; a thread per task serves best
     * @param wallClock for dates in {@code Retry-After}
     */
    public UpstreamHttp(Endpoint endpoint, Executor executor, NanoClock clock, InstantSource wallClock) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.wallClock = wallClock;
        this.client = HttpClient.newBuilder()
                .executor(executor)
                .connectTimeout(endpoint.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(
                        endpoint.base().getScheme().equalsIgnoreCase("http")
                                ? HttpClient.Version.HTTP_1_1
                                : HttpClient.Version.HTTP_2)
                .build();
    }

    /**
     * Sends JSON and waits for the response's head.
     *
     * @param path below the endpoint's base, with a leading slash
     * @throws UpstreamException when no head arrives in time or at all, no key is set, or the thread is interrupted
     */
    public UpstreamResponse post(String path, byte[] json, CallLimits limits) throws UpstreamException {
        var readClock = new ReadClock(limits, clock);
        var request = request(path, json);
        var future = client.sendAsync(request, info -> new BodyQueue());
        boolean arrived = false;
        try {
            var response = future.get(readClock.nanosLeft(), TimeUnit.NANOSECONDS);
            arrived = true;
            return new UpstreamResponse(response, endpoint, readClock, wallClock);
        } catch (TimeoutException e) {
            throw new UpstreamException(readClock.timedOut());
        } catch (ExecutionException | CancellationException e) {
            throw new UpstreamException(failure(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamException(new ProviderError.Cancelled());
        } finally {
            if (!arrived) {
                abandon(future);
            }
        }
    }

    private HttpRequest request(String path, byte[] json) throws UpstreamException {
        var builder = HttpRequest.newBuilder(endpoint.at(path))
                .header("Content-Type", "application/json")
                .header("User-Agent", USER_AGENT);
        endpoint.headers().forEach(builder::setHeader);
        if (endpoint.auth() != AuthScheme.NONE) {
            var secret =
                    endpoint.key().key().orElseThrow(() -> new UpstreamException(new ProviderError.Unauthorized(0)));
            builder.setHeader(endpoint.auth().header(), endpoint.auth().value(secret));
        }
        return builder.POST(HttpRequest.BodyPublishers.ofByteArray(json)).build();
    }

    /** Cancels the exchange; where the head wins the race against that, its body is dropped. */
    private static void abandon(java.util.concurrent.CompletableFuture<HttpResponse<BodyQueue>> future) {
        if (!future.cancel(true) && !future.isCompletedExceptionally()) {
            future.resultNow().body().close();
        }
    }

    private ProviderError failure(Throwable cause) {
        var host = endpoint.base().getHost();
        return switch (cause) {
            case HttpConnectTimeoutException ignored ->
                new ProviderError.TimedOut(Phase.CONNECT, endpoint.connectTimeout());
            case SSLException ignored -> new ProviderError.Unreachable("no secure connection to " + host);
            case ConnectException refused
            when refused.getCause() instanceof UnresolvedAddressException ->
                new ProviderError.Unreachable("no address is known for " + host);
            case ConnectException ignored -> new ProviderError.Unreachable("no connection to " + host);
            case ProtocolException ignored -> new ProviderError.Malformed("the response's head is not HTTP");
            case CancellationException ignored -> new ProviderError.Cancelled();
            default -> new ProviderError.Unreachable("the connection to " + host + " broke before a response came");
        };
    }

    /** Ends idle connections now and running calls with them. */
    @Override
    public void close() {
        client.shutdownNow();
        try {
            client.awaitTermination(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
