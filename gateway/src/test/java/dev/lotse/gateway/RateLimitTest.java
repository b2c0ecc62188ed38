package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits as a visitor meets them. */
class RateLimitTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    @Test
    void refusesAClientOverItsLimitAndTellsWhenToComeBack() {
        try (TestGateway gateway = gateway(Map.of("limits.trusted-proxies", "127.0.0.1"))) {
            for (int i = 2; i >= 0; i--) {
                HttpResponse<String> admitted = get(gateway, "/v1/sites/docs/search?q=x", "198.51.100.1");
                assertThat(admitted.statusCode()).isEqualTo(404);
                assertThat(header(admitted, "RateLimit-Policy")).isEqualTo("\"client\";q=3;w=60");
                assertThat(header(admitted, "RateLimit")).isEqualTo("\"client\";r=" + i);
            }
            HttpResponse<String> refused = get(gateway, "/v1/sites/docs/suggest?q=x", "198.51.100.1");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
            assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 20);
            assertThat(header(refused, "RateLimit")).startsWith("\"client\";r=0;t=");
            assertThat(header(refused, "Cache-Control")).isEqualTo("no-store");
            assertThat(TestGateway.json(refused.body()).get("type").asText())
                    .isEqualTo("urn:lotse:problem:too-many-requests");

            assertThat(get(gateway, "/search/docs?q=x", "198.51.100.2").statusCode())
                    .isEqualTo(404);
            assertThat(gateway.get("/observe/metrics").body())
                    .contains("lotse_limit_refused_total{limit=\"client\",scope=\"application\",} ");
        }
    }

    @Test
    void aPageForBrowsersIsRefusedAsAPage() {
        try (TestGateway gateway = gateway(Map.of("limits.trusted-proxies", "127.0.0.1"))) {
            for (int i = 0; i < 3; i++) {
                get(gateway, "/search/docs?q=x", "198.51.100.1");
            }

            HttpResponse<String> refused = gateway.send(gateway.request("/search/docs?q=x")
                    .header("X-Forwarded-For", "198.51.100.1")
                    .header("Accept-Language", "de-AT,en;q=0.5"));

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(header(refused, "Content-Security-Policy")).contains("default-src 'none'");
            assertThat(refused.body())
                    .contains("<html lang=\"de\">", "in " + header(refused, "Retry-After") + " Sekunde");
        }
    }

    @Test
    void neverLimitsOperationsAndPreflights() {
        try (TestGateway gateway = gateway(Map.of("limits.trusted-proxies", "127.0.0.1"))) {
            for (int i = 0; i < 5; i++) {
                assertThat(get(gateway, "/observe/health/live", "198.51.100.1").statusCode())
                        .isLessThan(300);
                HttpResponse<String> preflight = gateway.send(gateway.request("/v1/sites/docs/search")
                        .header("X-Forwarded-For", "198.51.100.1")
                        .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody()));
                assertThat(preflight.statusCode()).isEqualTo(204);
            }
        }
    }

    @Test
    void doesNotBelieveAStrangersHeader() {
        try (TestGateway gateway = gateway(Map.of("limits.exempt", "203.0.113.1"))) {
            for (int i = 0; i < 3; i++) {
                get(gateway, "/v1/sites/docs/search?q=x", "198.51.100." + i);
            }
            assertThat(get(gateway, "/v1/sites/docs/search?q=x", "198.51.100.77")
                            .statusCode())
                    .isEqualTo(429);
        }
    }

    private TestGateway gateway(Map<String, String> more) {
        Map<String, String> configuration = new java.util.HashMap<>(more);
        configuration.put("limits.client.burst", "off");
        configuration.put("limits.client.sustained", "3/1m");
        return new TestGateway(data, false, Map.of(), configuration);
    }

    private static HttpResponse<String> get(TestGateway gateway, String path, String forwardedFor) {
        return gateway.send(gateway.request(path).header("X-Forwarded-For", forwardedFor));
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
