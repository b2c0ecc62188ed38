package dev.lotse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.benchmarks.result.LoadStep;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The generator against a server of this process. Nothing here depends on how fast either is. */
class LoadRunTest {
    private final AtomicLong asked = new AtomicLong();
    private final WebServer server = WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .featuresDiscoverServices(false)
            .routing(routing -> routing.get("/v1/sites/demo/search", (request, response) -> {
                        asked.incrementAndGet();
                        response.send("{\"hits\":[],\"degraded\":["
                                + (request.query().get("q").equals("thin") ? "\"encode\"" : "") + "]}");
                    })
                    .get(
                            "/busy",
                            (request, response) -> response.status(Status.SERVICE_UNAVAILABLE_503)
                                    .send("busy"))
                    .get(
                            "/broken",
                            (request, response) -> response.status(Status.INTERNAL_SERVER_ERROR_500)
                                    .send("broken"))
                    .get("/chunks", (request, response) -> {
                        try (OutputStream out = response.outputStream()) {
                            out.write("event: sources\n\n".getBytes(StandardCharsets.UTF_8));
                            out.flush();
                            out.write("event: done\n\n".getBytes(StandardCharsets.UTF_8));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }))
            .build()
            .start();

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void aClosedRunCountsEachAnswer() throws IOException, InterruptedException {
        LoadStep step = run(new Queries("demo", List.of("a", "b"), List.of()).each())
                .closed(2, Duration.ofMillis(200))
                .step();

        assertThat(step.requests()).isPositive().isEqualTo(asked.get());
        assertThat(step.failed() + step.refused() + step.degraded()).isZero();
        assertThat(step.held()).isTrue();
        assertThat(step.latency().p50())
                .isPositive()
                .isLessThanOrEqualTo(step.latency().max());
    }

    @Test
    void anOpenRunSendsWhatIsDueAndNoMore() throws IOException, InterruptedException {
        LoadStep step = run(new Queries("demo", List.of("a"), List.of()).each())
                .open(100, 4, Duration.ofMillis(500))
                .step();

        assertThat(step.requests()).isEqualTo(50).isEqualTo(asked.get());
    }

    @Test
    void answersAreToldApart() throws IOException, InterruptedException {
        LoadStep thin = run(new Queries("demo", List.of("thin"), List.of()).each())
                .open(50, 2, Duration.ofMillis(200))
                .step();
        LoadStep busy = run(index -> Call.get("/busy"))
                .open(50, 2, Duration.ofMillis(200))
                .step();
        LoadStep broken = run(index -> Call.get("/broken"))
                .open(50, 2, Duration.ofMillis(200))
                .step();

        assertThat(thin.degraded()).isEqualTo(10);
        assertThat(busy.refused()).isEqualTo(10);
        assertThat(broken.failed()).isEqualTo(10);
        assertThat(List.of(thin, busy, broken)).noneMatch(LoadStep::held);
    }

    @Test
    void aServerThatIsGoneIsAFailureOfEachRequest() throws IOException, InterruptedException {
        LoadRun run = run(index -> Call.get("/busy"));
        server.stop();

        LoadStep step = run.open(50, 2, Duration.ofMillis(200)).step();

        assertThat(step.failed()).isEqualTo(10);
        assertThat(step.achieved()).isZero();
    }

    @Test
    void chunkedAnswersAreReadToTheirEnd() throws IOException {
        try (HttpConnection connection = new HttpConnection(server.port(), 10_000)) {
            for (int i = 0; i < 3; i++) {
                assertThat(connection.send(Call.get("/chunks"))).isEqualTo(200);
                assertThat(connection.bodyHolds("event: done".getBytes(StandardCharsets.UTF_8)))
                        .isTrue();
                assertThat(connection.bodyHolds("event: refusal".getBytes(StandardCharsets.UTF_8)))
                        .isFalse();
            }
        }
    }

    @Test
    void aConnectionThatFailedIsMadeAnew() throws IOException {
        try (HttpConnection connection = new HttpConnection(1, 1_000)) {
            assertThatThrownBy(() -> connection.send(Call.get("/"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> connection.send(Call.get("/"))).isInstanceOf(IOException.class);
        }
    }

    private LoadRun run(Calls calls) {
        return new LoadRun("test", server.port(), () -> 0, calls);
    }
}
