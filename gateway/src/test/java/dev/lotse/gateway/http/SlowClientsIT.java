package dev.lotse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that do not go on: each is let go after the idle time, and keeps no place of a request. */
class SlowClientsIT {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final ServerSettings SETTINGS = new ServerSettings(
            "127.0.0.1",
            0,
            4096,
            16 * 1024,
            1000,
            4,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            true,
            Duration.ofSeconds(1));

    @Test
    void aConnectionThatStallsIsClosedWhereverItStalls() throws IOException {
        try (TestServer server = new TestServer(SETTINGS, Map.of(), (test, settings) -> List.of())) {
            String request = "GET /v1/sites/werke/search?q=a HTTP/1.1\r\nHost: a\r\n\r\n";
            assertThat(leftover(server, request)).as("between requests").startsWith("HTTP/1.1 200 ");
            assertThat(leftover(server, request + "GET /v1/sites/werke/sea"))
                    .as("in the request line")
                    .containsOnlyOnce("HTTP/1.1 200 ");
            for (int i = 0; i < 5; i++) {
                assertThat(
                                leftover(
                                        server,
                                        "POST /v1/sites/werke/search HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"q\""))
                        .as("in the body")
                        .doesNotContain("200 OK");
            }
            // Four places were there, and five such requests.
            assertThat(server.get("/v1/sites/werke/search?q=a").statusCode()).isEqualTo(200);
        }
    }

    /** What the server sends before it closes the connection. */
    private static String leftover(TestServer server, String begin) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException reset) {
            return "";
        }
    }
}
