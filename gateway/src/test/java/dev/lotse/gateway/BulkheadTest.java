package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow changes by editors take their own places only. */
class BulkheadTest {
    private static final String DOCUMENTS = "/admin/v1/sites/docs/documents";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @Test
    void changesBeyondTheirPlacesAreToldToComeBackAndReadingGoesOn() throws IOException {
        try (TestGateway gateway = new TestGateway(data, true, Map.of(), Map.of("overload.max-batch", "1"));
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            slow.getOutputStream()
                    .write(("POST " + DOCUMENTS
                                    + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\n"
                                    + "Content-Length: 1000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().flush();

            Awaitility.await().until(() -> push(gateway).statusCode() == 503);
            HttpResponse<String> refused = push(gateway);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(gateway.get("/admin/v1/sites").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/observe/metrics").body())
                    .contains("lotse_bulkhead_refused_total{bulkhead=\"batch\"");

            slow.close();
            Awaitility.await().until(() -> push(gateway).statusCode() != 503);
        }
    }

    private static HttpResponse<String> push(TestGateway gateway) {
        return gateway.send(gateway.request(DOCUMENTS)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString("{}\n")));
    }
}
