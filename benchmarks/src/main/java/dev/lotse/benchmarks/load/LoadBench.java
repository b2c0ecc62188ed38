package dev.lotse.benchmarks.load;

import dev.lotse.benchmarks.result.LoadStep;
import dev.lotse.benchmarks.result.Measurement;
import dev.lotse.benchmarks.result.ResourceSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs scenarios one after the other, each gateway for those that need its settings. Used by one thread. */
final class LoadBench {
    /** Parts of the highest closed rate that are offered in open steps. */
    private static final List<Double> PARTS = List.of(0.1, 0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);

    private static final int CONNECTIONS = 64;

    /** Above the bound of the gateway's own queue, so that it and not the generator decides who waits. */
    private static final int CROWD_CONNECTIONS = 512;

    private static final int STARTS = 5;
    private static final double SOAK_PART = 0.6;
    private static final int SOAK_SAMPLES = 10;
    private static final double CROWD = 10;

    private static final Map<String, String> NO_CACHE = Map.of("LOTSE_CACHE_ENABLED", "false");

    /** Nothing grows stale in the course of a run. */
    private static final Map<String, String> LONG_CACHE =
            Map.of("LOTSE_CACHE_FRESH", "1h", "LOTSE_CACHE_NEGATIVE", "1h");

    private static final Map<String, String> LONG_ANSWERS =
            Map.of("LOTSE_ANSWERS_CACHE_FRESH", "1h", "LOTSE_ANSWERS_CACHE_REFUSED", "1h");

    private static final String ASKED = "lotse_cache_requests_total";

    private final Gateways gateways;
    private final Queries queries;
    private final Duration length;
    private final Duration overload;
    private final Duration soak;
    private final Recorder recorder;

    /**
     * @param length of each step
     * @param overload length of ten times the load
     * @param soak length of the soak
     */
    LoadBench(
            Gateways gateways, Queries queries, Duration length, Duration overload, Duration soak, Recorder recorder) {
        this.gateways = gateways;
        this.queries = queries;
        this.length = length;
        this.overload = overload;
        this.soak = soak;
        this.recorder = recorder;
    }

    void run(Collection<Scenario> wanted) throws IOException, InterruptedException {
        Set<Scenario> all = EnumSet.copyOf(wanted);
        floor();
        if (all.contains(Scenario.CACHED)) {
            try (ServerProcess gateway = gateways.gateway("cached", LONG_CACHE)) {
                cached(gateway);
            }
        }
        if (all.contains(Scenario.REDIS)) {
            redis();
        }
        uncached(all);
        if (all.contains(Scenario.ANSWERS) && !queries.questions().isEmpty()) {
            answers();
        }
        if (all.contains(Scenario.MIXED)) {
            try (ServerProcess gateway = gateways.gateway("mixed", LONG_CACHE)) {
                double unused = path(
                        "mixed",
                        "70 % suggestions, 24 % searches, 5 % result pages, 1 % answers, with the response cache",
                        gateway,
                        queries.mixed());
            }
        }
        if (all.contains(Scenario.FLASH)) {
            flash();
        }
        if (all.contains(Scenario.LIMITS)) {
            new SharedLimits(gateways, queries, length.multipliedBy(4), recorder).run();
        }
        if (all.contains(Scenario.START)) {
            starts();
        }
        if (all.contains(Scenario.SOAK)) {
            soak();
        }
    }

    /** Always runs: it is what the rest is compared by. */
    private void floor() throws IOException, InterruptedException {
        byte[] body;
        try (ServerProcess gateway = gateways.gateway("floor-body", LONG_CACHE);
                HttpConnection connection = new HttpConnection(gateway.port(), (int) length.toMillis() + 10_000)) {
            int status = connection.send(queries.zipf().at(0));
            if (status != 200) {
                throw new IOException("the gateway answers a search with " + status + ": "
                        + new String(connection.body(), StandardCharsets.UTF_8));
            }
            body = connection.body();
        }
        try (ServerProcess floor = gateways.floor(body)) {
            double unused = path(
                    "floor",
                    "an empty handler that sends the same " + body.length + " bytes as a search",
                    floor,
                    queries.zipf());
        }
    }

    private void cached(ServerProcess gateway) throws IOException, InterruptedException {
        ask(gateway, queries.each(), queries.queries().size());
        double rate = path("cached", "searches by Zipf's law, all answered from memory", gateway, queries.zipf());
        recorder.note("Peak of cached searches: %.0f req/s".formatted(rate));
    }

    /** Each query before any again, so that the little memory of the gateway has hardly one of them. */
    private void redis() throws IOException, InterruptedException {
        try (RedisChild redis = new RedisChild()) {
            Map<String, String> settings = new HashMap<>(LONG_CACHE);
            settings.put("LOTSE_REDIS_URL", "redis://127.0.0.1:" + redis.port());
            settings.put("LOTSE_CACHE_MAX_SIZE", "64KiB");
            try (ServerProcess gateway = gateways.gateway("redis", settings)) {
                ask(gateway, queries.each(), queries.queries().size());
                double unused = path("redis", "searches, nearly all answered from Redis", gateway, queries.each());
                double asked = gateway.meter(ASKED, "kind=\"search\"");
                recorder.note("Of all answers Redis gave %.1f %%, the gateway's own memory %.1f %%"
                        .formatted(
                                100 * gateway.meter(ASKED, "kind=\"search\"", "level=\"shared\"") / asked,
                                100 * gateway.meter(ASKED, "kind=\"search\"", "level=\"memory\"") / asked));
            }
        }
    }

    private static void ask(ServerProcess gateway, Calls calls, int count) throws IOException {
        try (HttpConnection connection = new HttpConnection(gateway.port(), 20_000)) {
            for (int i = 0; i < count; i++) {
                int unused = connection.send(calls.at(i));
            }
        }
    }

    private void uncached(Set<Scenario> all) throws IOException, InterruptedException {
        if (all.contains(Scenario.HYBRID) || all.contains(Scenario.OVERLOAD)) {
            try (ServerProcess gateway = gateways.gateway("hybrid", NO_CACHE)) {
                double peak = path(
                        "hybrid",
                        "searches by words and meaning, each query before any again, no response cache",
                        gateway,
                        queries.each());
                if (all.contains(Scenario.OVERLOAD)) {
                    overload(gateway, peak);
                }
            }
        }
        if (all.contains(Scenario.SUGGEST)) {
            try (ServerProcess gateway = gateways.gateway("suggest", NO_CACHE)) {
                double unused = path(
                        "suggest", "what visitors type, letter by letter, no response cache", gateway, queries.typed());
            }
        }
    }

    private void answers() throws IOException, InterruptedException {
        try (ServerProcess gateway = gateways.gateway("answers", NO_CACHE)) {
            double unused = path("answers", "questions, answered from the pages", gateway, queries.answers());
        }
        try (ServerProcess gateway = gateways.gateway("answers-again", LONG_ANSWERS)) {
            ask(gateway, queries.answers(), queries.questions().size());
            double unused =
                    path("answers-again", "the same questions, all answered from memory", gateway, queries.answers());
        }
    }

    /**
     * A path: warm-up, 1 and 4 and 16 clients in a closed loop, then constant rates.
     *
     * @return the highest rate of the closed loops
     */
    private double path(String name, String about, ServerProcess server, Calls calls)
            throws IOException, InterruptedException {
        recorder.begin(name, about);
        LoadRun run = new LoadRun(name, server, calls);
        Tally.Outcome unused = run.closed(4, length);
        double peak = 0;
        for (int clients : List.of(1, 4, 16)) {
            Tally.Outcome closed = run.closed(clients, length);
            recorder.compared(name + "/" + clients + (clients == 1 ? "-client" : "-clients"), closed);
            peak = Math.max(peak, closed.step().achieved());
        }
        if (peak == 0) {
            throw new IOException(
                    "no request of the path " + name + " was answered; see the log in " + gateways.work());
        }
        for (double part : PARTS) {
            recorder.step(run.open(peak * part, CONNECTIONS, length.dividedBy(2)));
        }
        recorder.capacities(name);
        return peak;
    }

    private void overload(ServerProcess gateway, double peak) throws IOException, InterruptedException {
        recorder.begin("overload", "ten times the peak of hybrid searches, %.0f req/s".formatted(CROWD * peak));
        LoadRun run = new LoadRun("overload", gateway, queries.each());
        Tally.Outcome calm = run.open(peak / 2, CONNECTIONS, length);
        recorder.step(calm);
        ResourceSample before = gateway.sample(0, true, 0);
        recorder.resource(before);
        Tally.Outcome crowd = run.open(peak * CROWD, CROWD_CONNECTIONS, overload);
        recorder.step(crowd);
        // The queue is empty again, so that what is held now stays.
        ResourceSample after = gateway.sample(
                overload.toMillis() / 1e3, true, crowd.step().service().p99());
        recorder.resource(after);
        recorder.growth(before, after);
        LoadStep step = crowd.step();
        recorder.add("overload/goodput", "req/s", Measurement.Kind.RATE, step.achieved(), crowd.rateNoise());
        recorder.add(
                "overload/p99-admitted",
                "ms",
                Measurement.Kind.TIME,
                step.service().p99());
        recorder.note(
                "Goodput %.0f %% of the peak; p99 of the admitted %.1f ms, %.1f times that of half the peak; %d failed"
                        .formatted(
                                100 * step.achieved() / peak,
                                step.service().p99(),
                                step.service().p99() / calm.step().latency().p99(),
                                step.failed()));
        recorder.step(run.open(peak / 2, CONNECTIONS, length));
    }

    private void flash() throws IOException, InterruptedException {
        double base;
        try (ServerProcess gateway = gateways.gateway("flash-base", LONG_CACHE)) {
            LoadRun probe = new LoadRun("flash", gateway, queries.zipf());
            Tally.Outcome unused = probe.closed(4, length.dividedBy(2));
            base = probe.closed(4, length.dividedBy(2)).step().achieved() / (2 * CROWD);
        }
        recorder.begin(
                "flash", "searches at 5 % of the peak, ten times that for a while, and back; the cache begins empty");
        try (ServerProcess gateway = gateways.gateway("flash", LONG_CACHE)) {
            LoadRun run = new LoadRun("flash", gateway, queries.zipf());
            recorder.step(run.open(base, CONNECTIONS, length));
            Tally.Outcome crowd = run.open(base * CROWD, CROWD_CONNECTIONS, length);
            recorder.compared("flash/crowd", crowd);
            recorder.step(run.open(base, CONNECTIONS, length));
        }
    }

    private void starts() throws IOException, InterruptedException {
        recorder.begin("start", "from the start of bin/lotse to ready, and to the first answer");
        List<Double> ready = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            long begin = System.nanoTime();
            try (ServerProcess gateway = gateways.gateway("start", NO_CACHE);
                    HttpConnection connection = new HttpConnection(gateway.port(), 20_000)) {
                int status = connection.send(queries.each().at(i));
                double answered = (System.nanoTime() - begin) / 1e9;
                double seconds = gateway.startTime().toMillis() / 1e3;
                ready.add(seconds);
                ResourceSample held = gateway.sample(0, false, 0);
                recorder.note("start %d: ready %.2f s, first answer (%d) %.2f s, resident %d MiB"
                        .formatted(i + 1, seconds, status, answered, held.residentBytes() >> 20));
            }
        }
        // The first start fills the file cache and perhaps writes the archive of classes.
        List<Double> rest = ready.subList(1, ready.size());
        double mean = rest.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double spread =
                rest.stream().mapToDouble(one -> Math.abs(one - mean)).max().orElseThrow();
        recorder.add("start/ready", "s", Measurement.Kind.TIME, mean, spread / mean);
    }

    private void soak() throws IOException, InterruptedException {
        recorder.begin("soak", "the mixed load at 60 %% of its peak for %d s".formatted(soak.toSeconds()));
        try (ServerProcess gateway = gateways.gateway("soak", LONG_CACHE)) {
            LoadRun run = new LoadRun("soak", gateway, queries.mixed());
            Tally.Outcome unused = run.closed(4, length);
            double peak = run.closed(4, length).step().achieved();
            ResourceSample first = gateway.sample(0, true, 0);
            recorder.resource(first);
            ResourceSample last = first;
            long begin = System.nanoTime();
            for (int i = 0; i < SOAK_SAMPLES; i++) {
                Tally.Outcome part = run.open(peak * SOAK_PART, CONNECTIONS, soak.dividedBy(SOAK_SAMPLES));
                recorder.step(part);
                last = gateway.sample(
                        (System.nanoTime() - begin) / 1e9,
                        true,
                        part.step().latency().p99());
                recorder.resource(last);
            }
            recorder.add("soak/living", "MiB", Measurement.Kind.SIZE, last.heapBytes() / 1048576.0);
            recorder.add("soak/resident", "MiB", Measurement.Kind.SIZE, last.residentBytes() / 1048576.0);
            recorder.growth(first, last);
        }
    }
}
