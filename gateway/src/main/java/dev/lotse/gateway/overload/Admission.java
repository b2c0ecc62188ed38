package dev.lotse.gateway.overload;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets in as much work as is done in good time, the most important first. What is answered from the cache does not come here.
 * Thread-safe.
 */
public final class Admission {
    private final ReentrantLock lock = new ReentrantLock();
    private final Line line;
    private final boolean enabled;
    private final NanoClock clock;
    private final OverloadObserver observer;

    public Admission(OverloadSettings settings, int processors, NanoClock clock, OverloadObserver observer) {
        this.enabled = settings.enabled();
        this.clock = clock;
        this.observer = observer;
        long now = clock.nanos();
        this.line = new Line(new AdaptiveLimit(settings, processors, now), settings.queueTime(), now);
    }

    /**
     * Does the work when its turn has come, on the caller's thread.
     *
     * @param deadline the wait ends with it; what is left is the work's
     * @throws OverloadException when its turn did not come in time
     */
    public <T> T run(Priority priority, Deadline deadline, Supplier<T> work) {
        return run(priority, deadline, work, result -> false);
    }

    /**
     * Does the work when its turn has come, and may learn from its time how much can be worked on.
     *
     * @param telling whether the time of work with this result tells of congestion; what fails or is refused is done in no time
     * @throws OverloadException when its turn did not come in time
     */
    public <T> T run(Priority priority, Deadline deadline, Supplier<T> work, Predicate<? super T> telling) {
        if (!enabled) {
            return work.get();
        }
        Ticket ticket = enter(priority, deadline);
        boolean tells = false;
        try {
            T result = work.get();
            tells = telling.test(result);
            return result;
        } finally {
            leave(ticket, tells);
        }
    }

    /** How many may be under way now. */
    public int limit() {
        return locked(line::limit);
    }

    /** How many are under way. */
    public int underWay() {
        return locked(line::underWay);
    }

    /** How many wait for their turn. */
    public int waiting() {
        return locked(line::waiting);
    }

    private Ticket enter(Priority priority, Deadline deadline) {
        Ticket ticket = locked(() -> line.arrive(priority, clock.nanos()));
        if (ticket.isWaiting()) {
            await(ticket, deadline);
        }
        if (!ticket.isAdmitted()) {
            observer.refused(priority);
            throw new OverloadException("Too much is being worked on; try again soon");
        }
        observer.admitted(priority, ticket.admittedAt() - ticket.came());
        return ticket;
    }

    private void await(Ticket ticket, Deadline deadline) {
        long nanos =
                Math.min(ticket.until() - clock.nanos(), deadline.remaining().toNanos());
        try {
            boolean unused = ticket.decided().await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.lock();
            try {
                // It may have been admitted at the last moment; then this changes nothing.
                line.giveUp(ticket, clock.nanos());
            } finally {
                lock.unlock();
            }
        }
    }

    private void leave(Ticket ticket, boolean tells) {
        lock.lock();
        try {
            long now = clock.nanos();
            if (tells) {
                line.sample(now - ticket.admittedAt(), now);
            }
            line.leave(now);
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }
}
