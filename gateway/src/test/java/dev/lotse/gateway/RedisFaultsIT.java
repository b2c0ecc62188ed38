package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.redis.RedisProcess;
import dev.lotse.gateway.redis.SlowProxy;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/**
 * The whole gateway with a real Redis that works, dies, hangs, is slow, full, or locked. One gateway at a time: Helidon's meters of two in
 * one JVM can block each other for ever. Meters outlive a gateway, so differences are compared.
 */
class RedisFaultsIT {
    private static final String KEY = "an-administrator-of-the-test-site";
    private static final int QUERIES = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private final List<AutoCloseable> open = new ArrayList<>();
    private int next;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @Test
    void whatChangedInTheIndexIsNeverServedFromBefore() {
        RedisProcess redis = open(new RedisProcess());
        TestGateway gateway = gateway(redis.url());
        index(gateway);
        for (int round = 1; round <= 5; round++) {
            String title = "Melden " + round;
            put(gateway, "a", title);
            JsonNode found = search(gateway, "melden");
            assertThat(found.at("/hits/0/title").asText()).isEqualTo(title);
            assertThat(search(gateway, "melden").get("cache").asText()).isEqualTo("hit");
        }
    }

    @Test
    void aRedisThatIsKilledIsNotMissedAndIsUsedAgainWhenItIsBack() {
        RedisProcess redis = open(new RedisProcess());
        TestGateway gateway = gateway(redis.url());
        index(gateway);
        askMany(gateway);

        double spared = calls(gateway, "open");
        redis.kill();
        askMany(gateway);
        assertThat(calls(gateway, "open")).as("calls that the breaker spared").isGreaterThan(spared);

        redis.start();
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            search(gateway, "neu " + next++);
            assertThat(entries(redis)).isNotEmpty();
        });
    }

    @Test
    void aRedisThatHangsCostsAFewRequestsAFewMillisecondsEach() {
        RedisProcess redis = open(new RedisProcess());
        TestGateway gateway = gateway(redis.url());
        index(gateway);
        askMany(gateway);
        double slow = calls(gateway, "slow");

        redis.pause();
        askMany(gateway);
        redis.resume();

        assertThat(calls(gateway, "slow") - slow)
                .as("calls that somebody waited for, of " + QUERIES + " searches")
                .isBetween(1.0, QUERIES / 3.0);
    }

    @Test
    void aRedisThatIsSlowIsLeftAlone() throws Exception {
        RedisProcess redis = open(new RedisProcess());
        SlowProxy proxy = open(new SlowProxy(redis.port(), Duration.ofMillis(80)));
        TestGateway gateway = gateway("redis://127.0.0.1:" + proxy.port());
        index(gateway);
        double slow = calls(gateway, "slow");

        askMany(gateway);

        assertThat(calls(gateway, "slow") - slow).isBetween(1.0, QUERIES / 3.0);
    }

    @Test
    void aRedisThatIsFullStillAnswersAndNobodyNotices() {
        RedisProcess redis = open(new RedisProcess("--maxmemory", "1", "--maxmemory-policy", "noeviction"));
        TestGateway gateway = gateway(redis.url());
        index(gateway);
        double refused = calls(gateway, "refused");
        double open = calls(gateway, "open");

        askMany(gateway);

        assertThat(calls(gateway, "refused")).isGreaterThan(refused);
        assertThat(calls(gateway, "open")).as("reading goes on").isEqualTo(open);
        assertThat(cache(gateway, "frage 0")).as("memory goes on").isEqualTo("hit");
    }

    @Test
    void aWrongPasswordIsTriedSeldomAndNobodyNotices() {
        RedisProcess redis = open(new RedisProcess("--requirepass", "right"));
        TestGateway gateway = open(new TestGateway(
                data,
                false,
                Map.of("LOTSE_ADMIN_KEY", KEY, "LOTSE_REDIS_PASSWORD", "wrong"),
                Map.of("redis.url", redis.url())));
        index(gateway);
        double open = calls(gateway, "open");
        double refused = calls(gateway, "refused");

        askMany(gateway);

        assertThat(calls(gateway, "open")).isGreaterThan(open);
        assertThat(calls(gateway, "refused") - refused).isLessThan(10);
    }

    @Test
    void theRightPasswordOpensRedis() {
        RedisProcess redis = open(new RedisProcess("--requirepass", "right"));
        TestGateway gateway = open(new TestGateway(
                data,
                false,
                Map.of("LOTSE_ADMIN_KEY", KEY, "LOTSE_REDIS_PASSWORD", "right"),
                Map.of("redis.url", redis.url())));
        index(gateway);

        // The first call may be slower than a visitor waits, for it connects.
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            search(gateway, "neu " + next++);
            assertThat(entries(redis, "right")).isNotEmpty();
        });
    }

    /** Searches that were never made before, each of which must be answered, and soon. */
    private void askMany(TestGateway gateway) {
        for (int i = 0; i < QUERIES; i++) {
            assertThat(search(gateway, "frage " + next++).get("degraded")).isEmpty();
        }
    }

    private TestGateway gateway(String url) {
        return open(new TestGateway(data, false, Map.of("LOTSE_ADMIN_KEY", KEY), Map.of("redis.url", url)));
    }

    private <T extends AutoCloseable> T open(T part) {
        open.add(part);
        return part;
    }

    private static void index(TestGateway gateway) {
        put(gateway, "a", "Melden");
    }

    private static void put(TestGateway gateway, String id, String title) {
        HttpResponse<String> put = gateway.send(gateway.request("/admin/v1/sites/docs/documents/" + id)
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"url\": \"https://example.org/a\", \"title\": \"" + title
                        + "\", \"text\": \"Den Stand melden, eine Frage stellen.\", \"lang\": \"de\"}")));
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    }

    private static String cache(TestGateway gateway, String query) {
        return search(gateway, query).get("cache").asText();
    }

    private static JsonNode search(TestGateway gateway, String query) {
        HttpResponse<String> response = gateway.get("/v1/sites/docs/search?q=" + query.replace(" ", "%20"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestGateway.json(response.body());
    }

    private static List<String> entries(RedisProcess redis, String... password) {
        try (RedisClient client = redis.client(password)) {
            return List.copyOf(client.keys("lotse:cache:1:entry:*"));
        }
    }

    /** How many calls to Redis ended like this, by the gateway's own meters. */
    private static double calls(TestGateway gateway, String outcome) {
        Matcher matcher = Pattern.compile(
                        "lotse_redis_call_seconds_count\\{[^}]*outcome=\"" + outcome + "\"[^}]*\\} ([0-9.E]+)")
                .matcher(gateway.get("/observe/metrics").body());
        double sum = 0;
        while (matcher.find()) {
            sum += Double.parseDouble(matcher.group(1));
        }
        return sum;
    }
}
