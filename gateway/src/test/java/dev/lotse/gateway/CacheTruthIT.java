package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.redis.RedisProcess;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two gateways with different models and indexes share one Redis, while visitors search and ask and operators change pages and rules. What
 * a change has been acknowledged for must be in every response asked for afterwards, cached or not; and no response may hold what had not
 * begun to be changed when it came.
 */
class CacheTruthIT {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String SITE = "/admin/v1/sites/docs";
    private static final Pattern STATE = Pattern.compile("Der Stand ist (\\d+) in Anlage (\\w+)");
    private static final List<String> QUERIES =
            List.of("stand", "stand&mode=keyword", "anlage%20stand", "stand&facets=lang");
    private static final List<String> QUESTIONS = List.of("Der Stand ist was?", "In Anlage ist der Stand was?");
    private static final int CHANGES = 24;
    private static final int READERS = 4;

    /** Responses between two changes, so that some of them are hits. */
    private static final int BETWEEN = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger searchHits = new AtomicInteger();
    private final AtomicInteger answerHits = new AtomicInteger();
    private final AtomicInteger responses = new AtomicInteger();

    /** A number that an operator changes: a response may show what was acknowledged before it was asked for, or anything later begun. */
    private static final class Changing {
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();

        void change(int to, Runnable how) {
            begun.set(to);
            how.run();
            done.set(to);
        }
    }

    /** A gateway and what its operator has done. */
    private final class Installation {
        private final String name;
        private final TestGateway gateway;
        private final Changing page = new Changing();
        private final Changing rules = new Changing();
        private final Semaphore served = new Semaphore(0);

        private Installation(String name, TestGateway gateway) {
            this.name = name;
            this.gateway = gateway;
            page.change(1, () -> put(1));
            rules.change(1, this::publishBanner);
        }

        private HttpResponse<String> send(String method, String path, String body, String... headers) {
            HttpRequest.Builder request = gateway.request(path)
                    .header("Authorization", "Bearer " + KEY)
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body));
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            HttpResponse<String> response = gateway.send(request);
            assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
            return response;
        }

        private void put(int state) {
            send(
                    "PUT",
                    SITE + "/documents/stand",
                    "{\"url\":\"https://example.org/stand\",\"title\":\"Stand " + state
                            + "\",\"lang\":\"de\",\"text\":\"Der Stand ist " + state + " in Anlage " + name + ".\"}");
        }

        /** Release 1; releases are numbered as they come. */
        private void publishBanner() {
            String set = SITE + "/change-sets/"
                    + TestGateway.json(send("POST", SITE + "/change-sets", "{\"name\":\"banner\"}")
                                    .body())
                            .get("id")
                            .asText();
            send(
                    "POST",
                    set + "/rules",
                    "{\"name\":\"banner\",\"when\":{\"match\":\"contains\",\"values\":[\"stand\"]},"
                            + "\"then\":[{\"type\":\"banner\",\"title\":\"Stand\",\"text\":\"x\"}]}");
            String etag =
                    TestGateway.json(send("GET", set, "").body()).get("etag").asText();
            send("POST", set + "/publish", "{\"note\":\"los\"}", "If-Match", "\"" + etag + "\"");
        }

        private static boolean hasBanner(int release) {
            return release % 2 == 1;
        }

        private void operate() throws InterruptedException {
            for (int i = 2; i <= CHANGES; i++) {
                assertThat(served.tryAcquire(BETWEEN, 30, TimeUnit.SECONDS)).isTrue();
                int state = i;
                page.change(state, () -> put(state));
                if (i % 3 == 0) {
                    int next = rules.done.get() + 1;
                    int content = hasBanner(next) ? 1 : 0;
                    rules.change(next, () -> send("POST", SITE + "/releases/" + content + "/restore", "{}"));
                }
            }
        }

        private void visit(int turn) {
            if (turn % 3 == 2) {
                ask(QUESTIONS.get(turn % QUESTIONS.size()));
            } else {
                search(QUERIES.get(turn % QUERIES.size()));
            }
            responses.incrementAndGet();
            served.release();
        }

        private void search(String query) {
            int from = page.done.get();
            int fromRules = rules.done.get();
            HttpResponse<String> response = gateway.get("/v1/sites/docs/search?q=" + query);
            check(response, from, page.begun.get());
            JsonNode body = TestGateway.json(response.body());
            String title = body.at("/hits/0/title").asText();
            int shown = Integer.parseInt(title.replaceAll("\\D", ""));
            if (shown < from || shown > page.begun.get()) {
                wrong.add(name + " shows title " + title + " and is at " + from);
            }
            String release = body.at("/versions/release").asText();
            int number = Integer.parseInt(release.substring(0, release.indexOf('-')));
            if (number < fromRules || number > rules.begun.get()) {
                wrong.add(name + " shows release " + release + " and is at " + fromRules);
            }
            if (body.has("banner") != hasBanner(number)) {
                wrong.add(name + " shows release " + release + " and banner " + body.get("banner"));
            }
            if (body.get("cache").asText().equals("hit")) {
                searchHits.incrementAndGet();
            }
        }

        private void ask(String question) {
            int from = page.done.get();
            HttpResponse<String> response = gateway.send(gateway.request("/v1/sites/docs/answer")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"q\":\"" + question + "\",\"lang\":\"de\"}")));
            check(response, from, page.begun.get());
            if (response.body().contains("\"cache\":\"hit\"")) {
                answerHits.incrementAndGet();
            }
        }

        private void check(HttpResponse<String> response, int from, int to) {
            if (response.statusCode() != 200) {
                wrong.add(name + ": " + response.body());
            }
            Matcher states = STATE.matcher(response.body());
            boolean any = false;
            while (states.find()) {
                any = true;
                int state = Integer.parseInt(states.group(1));
                if (state < from || state > to || !states.group(2).equals(name)) {
                    wrong.add(name + " at " + from + " to " + to + ": " + states.group());
                }
            }
            if (!any) {
                wrong.add(name + " says nothing of its state: " + response.body());
            }
        }
    }

    @Test
    void noCachedResponseIsOlderThanAnAcknowledgedChangeOrOfAnotherModel() throws Exception {
        try (RedisProcess redis = new RedisProcess()) {
            try (TestGateway first = gateway("A", redis, "1");
                    TestGateway second = gateway("B", redis, "2")) {
                // One after the other: Helidon's registries of two gateways in one process can lock each other out. The
                // second is in the
                // states that the first was in, and finds all that the first has left in Redis.
                Installation installation = new Installation("A", first);
                load(installation);
                load(new Installation("B", second));
                // Nothing changes any more: this is kept, also in Redis.
                installation.search("anlage%20stand");
                installation.search("anlage%20stand");
            }
            // The same index, but another model.
            try (TestGateway changed = gateway("A", redis, "3")) {
                JsonNode body = TestGateway.json(
                        changed.get("/v1/sites/docs/search?q=anlage%20stand").body());
                assertThat(body.get("cache").asText()).isEqualTo("miss");
            }
            // The old model again: now what was kept is right, and comes from Redis.
            try (TestGateway back = gateway("A", redis, "1")) {
                JsonNode body = TestGateway.json(
                        back.get("/v1/sites/docs/search?q=anlage%20stand").body());
                assertThat(body.get("cache").asText()).isEqualTo("hit");
            }
        }

        assertThat(wrong).as("of %s responses", responses).isEmpty();
        assertThat(searchHits.get()).as("hits of searches").isGreaterThan(50);
        assertThat(answerHits.get()).as("hits of answers").isGreaterThan(20);
    }

    /** Visitors come until the operator has made all changes. */
    private static void load(Installation installation) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Future<?>> readers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < READERS; i++) {
                int start = i;
                readers.add(executor.submit(() -> {
                    for (int turn = start; !over.get(); turn++) {
                        installation.visit(turn);
                    }
                }));
            }
            try {
                installation.operate();
            } finally {
                over.set(true);
            }
        }
        for (Future<?> reader : readers) {
            reader.get();
        }
    }

    private TestGateway gateway(String name, RedisProcess redis, String model) {
        return new TestGateway(
                data.resolve(name),
                false,
                Map.of("LOTSE_ADMIN_KEY", KEY),
                Map.of("redis.url", redis.url(), "redis.wait", "500ms"),
                new HashingEncoder(model));
    }
}
