package dev.lotse.benchmarks.chaos;

import dev.lotse.benchmarks.load.Call;
import dev.lotse.benchmarks.load.Gateways;
import dev.lotse.benchmarks.load.HttpConnection;
import dev.lotse.benchmarks.load.LoadRun;
import dev.lotse.benchmarks.load.Queries;
import dev.lotse.benchmarks.load.RedisChild;
import dev.lotse.benchmarks.load.ServerProcess;
import dev.lotse.benchmarks.result.LoadStep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The faults, one after the other. Used by one thread. */
final class Laboratory {
    /** Most requests a second while something is broken: what a small machine does without hurry, so that what is slow is the fault's. */
    private static final double CALM = 15;

    /** Of what it did while nothing was broken: a machine that is slow, or busy with other work, has its calm too. */
    private static final double CALM_PART = 1 / 3.0;

    /** What ten times the load may cost: of the peak goes through at least this part, … */
    private static final double GOODPUT = 0.8;

    /** … and the slowest of the admitted wait at most so many times as long as with four clients. */
    private static final double STRETCH = 3;

    /** Milliseconds that a paused Redis may add to p99. */
    private static final double ADDED = 50;

    private static final int CONNECTIONS = 32;
    private static final int CROWD = 256;
    private static final int BULK_MILLIS = 120_000;
    private static final int ANSWER_MILLIS = 15_000;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final String ADMIN_KEY = "chaos-chaos-chaos-chaos-1";
    private static final Duration RECOVERY = Duration.ofSeconds(20);

    private final Gateways gateways;
    private final Queries queries;
    private final Duration length;
    private final Report report;

    Laboratory(Gateways gateways, Queries queries, Duration length, Report report) {
        this.gateways = gateways;
        this.queries = queries;
        this.length = length;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        report.heading();
        redis();
        model();
        disk();
        clients();
    }

    /** The memory of the cache is so small that nearly each request asks Redis. */
    private void redis() throws IOException, InterruptedException {
        try (RedisChild redis = new RedisChild();
                DelayProxy proxy = new DelayProxy(redis.port());
                ServerProcess gateway = gateways.gateway(
                        "chaos-redis",
                        Map.of(
                                "LOTSE_REDIS_URL",
                                "redis://127.0.0.1:" + proxy.port(),
                                "LOTSE_CACHE_MAX_SIZE",
                                "64KiB"))) {
            LoadRun run = new LoadRun("chaos", gateway, queries.each());
            LoadStep warm = run.closed(2, WARM_UP).step();
            report.visitors("none (warm-up, 2 clients)", warm, true);
            double rate = calmRate(warm);
            LoadStep whole = calm(run, rate);
            report.undisturbed("none", whole);
            proxy.delay(Duration.ofMillis(200));
            report.visitors("Redis answers 200 ms late", calm(run, rate), false);
            proxy.delay(Duration.ZERO);
            redis.pause();
            LoadStep paused = calm(run, rate);
            report.visitors("Redis paused (SIGSTOP)", paused, false);
            double added = paused.latency().p99() - whole.latency().p99();
            report.check(
                    "Redis paused: p99 %+.0f ms, its first second included (at most %.0f ms)".formatted(added, ADDED),
                    added <= ADDED);
            redis.resume();
            recovers(gateway, "Redis is used again after the pause", run, rate);
            redis.command("CONFIG SET maxmemory 1");
            report.visitors("Redis full (maxmemory)", calm(run, rate), false);
            redis.command("CONFIG SET maxmemory 0");
            proxy.garbage(true);
            report.visitors("Redis answers garbage", calm(run, rate), false);
            proxy.garbage(false);
            recovers(gateway, "Redis is used again after the garbage", run, rate);
            redis.kill();
            report.visitors("Redis killed", calm(run, rate), false);
            redis.restart();
            recovers(gateway, "Redis is used again after its restart", run, rate);
        }
    }

    /** Searches that have no time for the model, or hardly any: words alone are searched then, and the response says so. */
    private void model() throws IOException, InterruptedException {
        for (int millis : List.of(10, 60)) {
            Map<String, String> hurried =
                    Map.of("LOTSE_CACHE_ENABLED", "false", "LOTSE_SERVER_SEARCH_TIMEOUT", millis + "ms");
            try (ServerProcess gateway = gateways.gateway("chaos-hurried", hurried)) {
                LoadStep step = calm(new LoadRun("chaos", gateway, queries.each()), CALM);
                report.visitors("every search has " + millis + " ms", step, true);
            }
        }
    }

    /** Files may not grow beyond 100 KiB; who writes more gets the error that a full disk gives. Nothing is cached, so each search reads. */
    private void disk() throws IOException, InterruptedException {
        Map<String, String> settings = Map.of("LOTSE_ADMIN_KEY", ADMIN_KEY, "LOTSE_CACHE_ENABLED", "false");
        try (ServerProcess gateway = gateways.gatewayWithFilesUpTo(100, "chaos-disk", settings)) {
            LoadRun run = new LoadRun("chaos", gateway, queries.each());
            LoadStep warm = run.closed(2, WARM_UP).step();
            report.visitors("none (warm-up, 2 clients)", warm, true);
            double rate = calmRate(warm);
            report.undisturbed("disk full", calm(run, rate));
            int status;
            boolean told;
            try (HttpConnection connection = new HttpConnection(gateway.port(), BULK_MILLIS)) {
                status = connection.send(bulk());
                told = status >= 400 || connection.bodyHolds("\"error".getBytes(StandardCharsets.UTF_8));
            }
            report.check(
                    "disk full: a bulk of pages is kept or its failure is told (" + status + ")",
                    told || isKept(gateway));
            report.undisturbed("disk full, after the bulk", calm(run, rate));
        }
    }

    /** Whether the bulk's pages can be found. */
    private boolean isKept(ServerProcess gateway) throws IOException {
        try (HttpConnection connection = new HttpConnection(gateway.port(), ANSWER_MILLIS)) {
            return connection.send(Call.get("/v1/sites/" + queries.site() + "/search?q=chaoswort4711&mode=keyword"))
                            == 200
                    && !connection.bodyHolds("\"nbHits\":0,".getBytes(StandardCharsets.UTF_8));
        }
    }

    private Call bulk() {
        StringBuilder lines = new StringBuilder();
        String text = "Ein Satz über Zählerstände. ".repeat(300);
        for (int i = 0; i < 10; i++) {
            lines.append("{\"objectID\":\"chaos-")
                    .append(i)
                    .append("\",\"url\":\"/chaos/")
                    .append(i)
                    .append("\",\"title\":\"chaoswort4711 ");
            lines.append(i)
                    .append("\",\"lang\":\"de\",\"text\":\"")
                    .append(text)
                    .append("\"}\n");
        }
        return Call.post(
                "/admin/v1/sites/" + queries.site() + "/documents",
                "Authorization: Bearer " + ADMIN_KEY + "\r\nContent-Type: application/x-ndjson\r\n",
                lines.toString());
    }

    private void clients() throws IOException, InterruptedException {
        try (ServerProcess gateway = gateways.gateway("chaos-clients", Map.of("LOTSE_CACHE_ENABLED", "false"))) {
            LoadRun run = new LoadRun("chaos", gateway, queries.each());
            LoadStep warm = run.closed(4, WARM_UP).step();
            report.visitors("none (warm-up, 4 clients)", warm, true);
            double rate = calmRate(warm);
            LoadStep four = run.closed(4, length).step();
            double peak = Math.max(1, four.achieved());
            List<Socket> slow = halfRequests(gateway.port(), 200);
            report.visitors("200 clients stop in their headers", calm(run, rate), false);
            for (Socket socket : slow) {
                socket.close();
            }
            hangUp(gateway.port(), 200);
            report.visitors("200 clients hang up before the answer", calm(run, rate), true);
            LoadStep crowd = run.open(10 * peak, CROWD, length.multipliedBy(2)).step();
            report.visitors("ten times the load", crowd, true);
            report.check(
                    "ten times the load: goodput %.0f %% of the peak of %.0f req/s (at least 80 %%)"
                            .formatted(100 * crowd.achieved() / peak, peak),
                    crowd.achieved() >= GOODPUT * peak);
            report.check(
                    "ten times the load: p99 of the admitted %.0f ms, of 4 clients %.0f ms (at most 3 times)"
                            .formatted(crowd.service().p99(), four.latency().p99()),
                    crowd.service().p99() <= STRETCH * four.latency().p99());
            report.check("ten times the load: the gateway says it is ready", ready(gateway));
            report.undisturbed("none, after all of it", calm(run, rate));
        }
    }

    private static List<Socket> halfRequests(int port, int count) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream()
                    .write("GET /v1/sites/x/search?q=a HTTP/1.1\r\nHost: a\r\nX-".getBytes(StandardCharsets.US_ASCII));
            sockets.add(socket);
        }
        return sockets;
    }

    private void hangUp(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(queries.each().at(i).bytes());
            }
        }
    }

    /** Requests a second that an undisturbed gateway answers without hurry on this machine as it is now. */
    static double calmRate(LoadStep undisturbed) {
        return Math.clamp(CALM_PART * undisturbed.achieved(), 1, CALM);
    }

    private LoadStep calm(LoadRun run, double rate) throws IOException, InterruptedException {
        return run.open(rate, CONNECTIONS, length).step();
    }

    private void recovers(ServerProcess gateway, String what, LoadRun run, double rate)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        boolean used = false;
        while (!used && System.nanoTime() - begin < RECOVERY.toNanos()) {
            // Only those who ask find out that it is back.
            LoadStep unused =
                    run.open(rate, CONNECTIONS, Duration.ofMillis(250)).step();
            used = gateway.meter("lotse_redis_usable") == 1;
        }
        report.check(what + " (%.1f s)".formatted((System.nanoTime() - begin) / 1e9), used);
    }

    private static boolean ready(ServerProcess gateway) throws IOException {
        try (HttpConnection connection = new HttpConnection(gateway.port(), ANSWER_MILLIS)) {
            return connection.send(Call.get("/observe/health/ready")) == 200;
        }
    }
}
