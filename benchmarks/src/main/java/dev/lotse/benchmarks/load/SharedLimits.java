package dev.lotse.benchmarks.load;

import dev.lotse.benchmarks.result.LoadStep;
import dev.lotse.benchmarks.result.Measurement;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Three gateways that share one limit in Redis, flooded for a while: together they admit the limit and one burst. Used by one thread. */
final class SharedLimits {
    private static final int GATEWAYS = 3;
    private static final int CLIENTS = 16;

    /** Requests a second and at once: small enough that the machine is asked for far more. */
    private static final int LIMIT = 100;

    private final Gateways gateways;
    private final Queries queries;
    private final Duration length;
    private final Recorder recorder;

    SharedLimits(Gateways gateways, Queries queries, Duration length, Recorder recorder) {
        this.gateways = gateways;
        this.queries = queries;
        this.length = length;
        this.recorder = recorder;
    }

    void run() throws IOException, InterruptedException {
        recorder.begin(
                "limits",
                "%d gateways share %d requests a second in Redis, each flooded by %d clients"
                        .formatted(GATEWAYS, LIMIT, CLIENTS));
        List<ServerProcess> servers = new ArrayList<>();
        try (RedisChild redis = new RedisChild()) {
            Map<String, String> settings = Map.of(
                    "LOTSE_REDIS_URL",
                    "redis://127.0.0.1:" + redis.port(),
                    // Else clients of this machine are not limited.
                    "LOTSE_LIMITS_EXEMPT",
                    "192.0.2.1",
                    "LOTSE_LIMITS_GATEWAYS",
                    Integer.toString(GATEWAYS),
                    "LOTSE_LIMITS_CLIENT_BURST",
                    LIMIT + "/1s",
                    "LOTSE_LIMITS_CLIENT_SUSTAINED",
                    "off",
                    "LOTSE_CACHE_FRESH",
                    "1h");
            for (int i = 0; i < GATEWAYS; i++) {
                servers.add(gateways.gateway("limits-" + i, settings));
            }
            tell(flood(servers));
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    private List<LoadStep> flood(List<ServerProcess> servers) throws IOException, InterruptedException {
        // One that is answered from memory, so that the limit is what holds them back.
        Call call = queries.each().at(0);
        List<LoadStep> steps = new ArrayList<>();
        try (ExecutorService runs =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<Tally.Outcome>> running = new ArrayList<>();
            for (ServerProcess server : servers) {
                running.add(runs.submit(() -> new LoadRun("limits", server, index -> call).closed(CLIENTS, length)));
            }
            for (Future<Tally.Outcome> one : running) {
                Tally.Outcome outcome = one.get();
                recorder.step(outcome);
                steps.add(outcome.step());
            }
        } catch (ExecutionException e) {
            throw new IOException("a run failed: " + e.getCause(), e);
        }
        return steps;
    }

    private void tell(List<LoadStep> steps) {
        double admitted = steps.stream()
                .mapToDouble(step -> step.achieved() * step.seconds())
                .sum();
        long asked = steps.stream().mapToLong(LoadStep::requests).sum();
        double seconds = steps.stream().mapToDouble(LoadStep::seconds).max().orElseThrow();
        double allowed = LIMIT * seconds + LIMIT;
        recorder.add("limits/admitted-of-allowed", "ratio", Measurement.Kind.SIZE, admitted / allowed);
        recorder.note("Of %d requests %.0f were admitted; the limit and one burst allow %.0f: %s"
                .formatted(asked, admitted, allowed, admitted <= allowed ? "kept" : "BROKEN"));
    }
}
