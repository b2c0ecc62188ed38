package dev.lotse.gateway.ingest.crawl;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import io.helidon.common.media.type.ParserMode;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.api.HttpClientRequest;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.spi.DnsResolver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Fetches over HTTP. The address that a connection is made to is the very one that was checked: the client resolves host names
 * through the policy, which {@code java.net.http} offers no way to do.
 */
final class HttpFetcher implements Fetcher {
    private static final String ACCEPT =
            "text/html,application/xhtml+xml,text/markdown;q=0.9,application/xml;q=0.8,text/plain;q=0.5";

    private final WebClient client;
    private final Duration timeout;
    private final NanoClock clock;

    HttpFetcher(CrawlSettings settings, NanoClock clock) {
        this.timeout = settings.requestTimeout();
        this.clock = clock;
        AddressPolicy policy = new AddressPolicy(settings.allowPrivateAddresses());
        this.client = WebClient.builder()
                .followRedirects(false)
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .keepAlive(true)
                .shareConnectionCache(false)
                .proxy(Proxy.noProxy())
                .mediaTypeParserMode(ParserMode.RELAXED)
                .addHeader(HeaderNames.USER_AGENT, settings.userAgent())
                .addHeader(HeaderNames.ACCEPT, ACCEPT)
                .addHeader(HeaderNames.ACCEPT_ENCODING, "gzip")
                .dnsResolver(new Checked(policy))
                .build();
    }

    /** Every connection goes through here, also to hosts that are written as an address. */
    private record Checked(AddressPolicy policy) implements DnsResolver {
        @Override
        public InetAddress resolveAddress(String host, DnsAddressLookup lookup) {
            try {
                return policy.resolve(host);
            } catch (UnknownHostException e) {
                throw new UncheckedIOException("unknown host '" + host + "'", e);
            }
        }
    }

    @Override
    public Fetched fetch(URI uri, Map<String, String> headers, int maxBytes) throws IOException {
        Deadline deadline = Deadline.in(timeout, clock);
        HttpClientRequest request = client.get().skipUriEncoding(true).uri(verbatim(uri));
        headers.forEach((name, value) -> request.header(HeaderNames.create(name), value));
        try (HttpClientResponse response = request.request()) {
            Map<String, String> received = new HashMap<>();
            for (Header header : response.headers()) {
                received.put(
                        header.headerName().lowerCase().toLowerCase(Locale.ROOT),
                        String.join(", ", header.allValues()));
            }
            int status = response.status().code();
            // Only documents are read: the client waits for the body of a 304 that has none until the connection ends.
            return new Fetched(status, received, status == 200 ? body(response, maxBytes, deadline) : new byte[0]);
        } catch (AddressPolicy.ForbiddenAddressException e) {
            throw e;
        } catch (UncheckedIOException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } catch (RuntimeException e) {
            // Helidon reports protocol errors and unsupported answers in various unchecked exceptions.
            throw new IOException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    /**
     * The address as text, which the client sends as it stands. A {@link URI} it would decode, so that an escaped line break
     * were sent as one; and what follows a semicolon it would drop.
     */
    private static String verbatim(URI uri) {
        return uri.toString().replace(";", "%3B");
    }

    private static byte[] body(HttpClientResponse response, int maxBytes, Deadline deadline) throws IOException {
        if (!response.entity().hasEntity()) {
            return new byte[0];
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 14];
        try (InputStream in = response.inputStream()) {
            int wanted = maxBytes + 1;
            while (wanted > 0) {
                int read = in.read(buffer, 0, Math.min(buffer.length, wanted));
                if (read < 0) {
                    break;
                }
                body.write(buffer, 0, read);
                wanted -= read;
                if (deadline.expired()) {
                    throw new IOException("the server took too long to send the document");
                }
            }
        }
        return body.toByteArray();
    }

    @Override
    public void close() {
        client.closeResource();
    }
}
