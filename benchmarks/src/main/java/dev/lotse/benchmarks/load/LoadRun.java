package dev.lotse.benchmarks.load;

import dev.lotse.benchmarks.result.LoadStep;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Sends requests and times them.
 *
 * <p>In an open run request {@code i} is due {@code i / rate} after the start. Latency counts from when it was due, also where all
 * connections were waiting for earlier answers; so a server that stalls is charged with every request that came during the stall
 * (Tene: coordinated omission). Service time counts from when it was sent.
 *
 * <p>Platform threads, one a connection: their wake-ups are the more exact ones.
 */
public final class LoadRun {
    private static final int READ_MILLIS = 15_000;

    private final String path;
    private final int port;
    private final Calls calls;
    private final LongSupplier cpuNanos;

    /** Goes on over steps, so that a step does not ask again what the one before has just asked. */
    private final AtomicLong next = new AtomicLong();

    /** A run on a path of a server, which stands in the results under the name. */
    public LoadRun(String path, ServerProcess server, Calls calls) {
        this(path, server.port(), server::cpuNanos, calls);
    }

    /**
     * A run on any server of this machine.
     *
     * @param cpuNanos processor time that the server has used so far
     */
    LoadRun(String path, int port, LongSupplier cpuNanos, Calls calls) {
        this.path = path;
        this.port = port;
        this.cpuNanos = cpuNanos;
        this.calls = calls;
    }

    /** Each client asks as soon as it has its answer. */
    public Tally.Outcome closed(int clients, Duration length) throws IOException, InterruptedException {
        return run(LoadStep.Model.CLOSED, clients, 0, length);
    }

    /**
     * Requests at a constant rate.
     *
     * @param rate requests a second, above 0
     * @param connections most requests at once
     */
    public Tally.Outcome open(double rate, int connections, Duration length) throws IOException, InterruptedException {
        return run(LoadStep.Model.OPEN, connections, rate, length);
    }

    private Tally.Outcome run(LoadStep.Model model, int clients, double rate, Duration length)
            throws IOException, InterruptedException {
        long cpuBefore = cpuNanos.getAsLong();
        long start = System.nanoTime();
        long end = start + length.toNanos();
        AtomicLong due = new AtomicLong();
        Tally tally = new Tally(start, length);
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(() -> client(model, due, rate, start, end, tally)));
            }
            for (Future<?> one : running) {
                Object unused = one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a client failed: " + e.getCause(), e);
        }
        // Answers that were due before the end may have come after it.
        double seconds = Math.max(length.toNanos(), System.nanoTime() - start) / 1e9;
        return tally.outcome(path, model, clients, rate, seconds, cpuNanos.getAsLong() - cpuBefore);
    }

    private void client(LoadStep.Model model, AtomicLong due, double rate, long start, long end, Tally tally) {
        try (HttpConnection connection = new HttpConnection(port, READ_MILLIS)) {
            while (true) {
                long at = model == LoadStep.Model.CLOSED
                        ? System.nanoTime()
                        : start + (long) (due.getAndIncrement() / rate * 1e9);
                if (at >= end) {
                    return;
                }
                for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                send(connection, at, tally);
            }
        }
    }

    private void send(HttpConnection connection, long due, Tally tally) {
        Call call = calls.at(next.getAndIncrement());
        long sent = System.nanoTime();
        tally.requests.increment();
        try {
            int status = connection.send(call);
            long now = System.nanoTime();
            if (status == 429 || status == 503) {
                tally.refused.increment();
            } else if (status != 200) {
                tally.failed.increment();
            } else {
                tally.answered(due, sent, now);
                if (call.whole().length > 0 && !connection.bodyHolds(call.whole())) {
                    tally.degraded.increment();
                }
            }
        } catch (IOException e) {
            tally.failed.increment();
        }
    }
}
