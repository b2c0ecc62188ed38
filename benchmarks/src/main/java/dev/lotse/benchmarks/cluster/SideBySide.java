package dev.lotse.benchmarks.cluster;

import dev.lotse.benchmarks.load.Call;
import dev.lotse.benchmarks.load.HttpConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Ways of asking the same, each query by each way in turn on one connection a way, so that whatever else the machine does is charged
 * to all of them. The order of the ways changes from query to query. Used by one thread.
 */
final class SideBySide {
    private static final long LONGEST_MICROS = 60_000_000;

    private final List<Way> ways;

    /**
     * One way.
     *
     * @param name in the results
     * @param connection to whom is asked
     * @param calls a call per query, the same queries in every way
     */
    record Way(String name, HttpConnection connection, List<Call> calls) {}

    SideBySide(List<Way> ways) {
        this.ways = List.copyOf(ways);
    }

    /**
     * Asks all queries some times.
     *
     * @param warm rounds before those that count
     * @return times in microseconds by way
     * @throws IOException when an answer is not 200, with its beginning
     */
    Map<String, Histogram> run(int warm, int rounds) throws IOException {
        Map<String, Histogram> times = new LinkedHashMap<>();
        ways.forEach(way -> times.put(way.name(), new Histogram(LONGEST_MICROS, 3)));
        int queries = ways.getFirst().calls().size();
        for (int round = 0; round < warm + rounds; round++) {
            for (int query = 0; query < queries; query++) {
                List<Way> order = new ArrayList<>(ways);
                Collections.rotate(order, round + query);
                for (Way way : order) {
                    long micros = ask(way, query);
                    if (round >= warm) {
                        times.getOrDefault(way.name(), new Histogram(LONGEST_MICROS, 3))
                                .recordValue(Math.min(LONGEST_MICROS, micros));
                    }
                }
            }
        }
        return times;
    }

    private static long ask(Way way, int query) throws IOException {
        long start = System.nanoTime();
        int status = way.connection().send(way.calls().get(query));
        long micros = (System.nanoTime() - start) / 1000;
        if (status != 200) {
            String body = new String(way.connection().body(), StandardCharsets.UTF_8);
            throw new IOException(
                    way.name() + " answered " + status + ": " + body.substring(0, Math.min(600, body.length())));
        }
        return micros;
    }
}
