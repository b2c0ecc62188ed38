package dev.lotse.models;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run one model. A run is a long native call, which would pin a virtual thread to its carrier and let
 * the other requests of the process starve; so callers hand their run to a lane, a platform thread, and wait for it.
 *
 * <p>Two queues: a visitor's query goes before batches of passages, so that indexing costs search one batch of waiting
 * at the most; but after {@value #MAX_AHEAD} queries in a row a waiting batch has its turn, so that indexing goes on
 * under any load.
 */
final class Lanes implements AutoCloseable {
    private static final int MAX_AHEAD = 16;

    private final String name;
    private final Duration maxWait;
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<FutureTask<?>> urgent = new ArrayDeque<>();
    private final Deque<FutureTask<?>> bulk = new ArrayDeque<>();
    private int ahead;
    private boolean closed;

    /**
     * @param name of the model, for thread names and messages
     * @param lanes number of threads
     * @param maxWait longest time that an urgent run may take, queueing included
     */
    Lanes(String name, int lanes, Duration maxWait) {
        this.name = name;
        this.maxWait = maxWait;
        for (int i = 1; i <= lanes; i++) {
            threads.add(Thread.ofPlatform()
                    .daemon()
                    .name("lotse-model-" + name + "-" + i)
                    .start(this::serve));
        }
    }

    /**
     * Runs before any bulk work and waits for the result.
     *
     * @throws ModelBusyException when it takes longer than the set time
     * @throws ModelException when the run fails, the caller is interrupted or the model is closed
     */
    <T> T runUrgent(Callable<T> run) {
        FutureTask<T> task = new FutureTask<>(run);
        submit(urgent, task);
        try {
            return result(task, maxWait);
        } catch (TimeoutException e) {
            throw new ModelBusyException("The model \"" + name + "\" is busy: no result within " + maxWait.toMillis()
                    + " ms. Send fewer requests at once, or give it more lanes.");
        } finally {
            if (!task.isDone()) {
                abandon(urgent, List.of(task));
            }
        }
    }

    /**
     * Runs all before any bulk work, side by side, and waits until the time is up.
     *
     * @return the results of the first runs, in their order, up to the first that was not ready in time
     * @throws ModelException as for a single run
     */
    <T> List<T> runUrgent(List<? extends Callable<T>> runs, Duration limit) {
        long from = System.nanoTime();
        List<FutureTask<T>> tasks = new ArrayList<>(runs.size());
        List<T> results = new ArrayList<>(runs.size());
        try {
            for (Callable<T> run : runs) {
                FutureTask<T> task = new FutureTask<>(run);
                submit(urgent, task);
                tasks.add(task);
            }
            for (FutureTask<T> task : tasks) {
                results.add(result(task, limit.minusNanos(System.nanoTime() - from)));
            }
            return results;
        } catch (TimeoutException e) {
            return results;
        } finally {
            abandon(urgent, tasks.subList(results.size(), tasks.size()));
        }
    }

    /**
     * Runs all, side by side, and waits without a limit.
     *
     * @return the results in the order of the runs
     * @throws ModelException when a run fails, the caller is interrupted or the model is closed; runs that have not
     *     begun are dropped then
     */
    <T> List<T> runBulk(List<? extends Callable<T>> runs) {
        List<FutureTask<T>> tasks = new ArrayList<>(runs.size());
        List<T> results = new ArrayList<>(runs.size());
        try {
            for (Callable<T> run : runs) {
                FutureTask<T> task = new FutureTask<>(run);
                submit(bulk, task);
                tasks.add(task);
            }
            for (FutureTask<T> task : tasks) {
                results.add(result(task, null));
            }
            return results;
        } catch (TimeoutException e) {
            throw new IllegalStateException("there is no time limit", e);
        } finally {
            abandon(bulk, tasks.subList(results.size(), tasks.size()));
        }
    }

    private void submit(Deque<FutureTask<?>> queue, FutureTask<?> task) {
        lock.lock();
        try {
            if (closed) {
                throw closed();
            }
            queue.addLast(task);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private void abandon(Deque<FutureTask<?>> queue, List<? extends FutureTask<?>> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        tasks.forEach(task -> task.cancel(false));
        lock.lock();
        try {
            queue.removeIf(FutureTask::isCancelled);
        } finally {
            lock.unlock();
        }
    }

    private <T> T result(FutureTask<T> task, @Nullable Duration limit) throws TimeoutException {
        try {
            return limit == null ? task.get() : task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException("Waiting for the model \"" + name + "\" was interrupted.", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ModelException("The model \"" + name + "\" could not be run: " + cause.getMessage(), cause);
        }
    }

    private ModelException closed() {
        return new ModelException("The model \"" + name + "\" is closed.");
    }

    /** Runs that no lane has taken yet. */
    int waiting() {
        lock.lock();
        try {
            return urgent.size() + bulk.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void serve() {
        while (true) {
            FutureTask<?> task = next();
            if (task == null) {
                return;
            }
            task.run();
        }
    }

    private @Nullable FutureTask<?> next() {
        lock.lock();
        try {
            while (urgent.isEmpty() && bulk.isEmpty()) {
                if (closed) {
                    return null;
                }
                work.awaitUninterruptibly();
            }
            boolean takeUrgent = bulk.isEmpty() || (!urgent.isEmpty() && ahead < MAX_AHEAD);
            ahead = takeUrgent && !bulk.isEmpty() ? ahead + 1 : 0;
            return takeUrgent ? urgent.pollFirst() : bulk.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new runs, finishes those that were accepted, and ends the threads. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    // The native memory must not be released under a running call, so this wait is not cut short.
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
