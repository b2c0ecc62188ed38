package dev.lotse.gateway.overload;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * Who is under way and who waits; it knows no threads, only times that it is told.
 *
 * <p>A wait is bounded in the way of controlled delay (Nichols, Jacobson 2012, as used by servers: Maurer, "Fail at Scale", 2015): a
 * burst may wait three times the queue time, but as soon as the line has not been empty for that long, what comes waits the queue
 * time at most. So bursts are smoothed, and a lasting overload does not make everyone wait.
 *
 * <p>Not thread-safe: its user has a lock.
 */
final class Line {
    private static final int BURST = 3;

    /** A bound on memory; the time bounds the line long before. */
    private static final int MOST_WAITING = 4096;

    private final AdaptiveLimit limit;
    private final long queueNanos;
    private final Map<Priority, Deque<Ticket>> waiting = new EnumMap<>(Priority.class);
    private int underWay;
    private int waitingCount;
    private long lastEmpty;

    Line(AdaptiveLimit limit, Duration queueTime, long now) {
        this.limit = limit;
        this.queueNanos = queueTime.toNanos();
        this.lastEmpty = now;
        for (Priority priority : Priority.values()) {
            waiting.put(priority, new ArrayDeque<>());
        }
    }

    int underWay() {
        return underWay;
    }

    int waiting() {
        return waitingCount;
    }

    int limit() {
        return limit.limit();
    }

    /** Someone comes: admitted, refused, or to wait for a turn. */
    Ticket arrive(Priority priority, long now) {
        noteEmpty(now);
        Ticket ticket = new Ticket(priority, now, now + patience(now));
        if (!someoneBefore(priority) && underWay < priority.room(limit.limit())) {
            admit(ticket, now);
        } else if (queueNanos == 0 || waitingCount >= MOST_WAITING) {
            ticket.refuse();
        } else {
            queue(priority).addLast(ticket);
            waitingCount++;
        }
        return ticket;
    }

    /** Someone who was admitted is done; the first in line whose turn it is now are admitted. */
    void leave(long now) {
        underWay--;
        for (Priority priority : Priority.values()) {
            Deque<Ticket> queue = queue(priority);
            while (!queue.isEmpty() && underWay < priority.room(limit.limit())) {
                Ticket first = queue.removeFirst();
                waitingCount--;
                if (now - first.until() >= 0) {
                    first.refuse();
                } else {
                    admit(first, now);
                }
            }
            if (!queue.isEmpty()) {
                break;
            }
        }
        noteEmpty(now);
    }

    /** Someone waits no longer. */
    void giveUp(Ticket ticket, long now) {
        if (ticket.isWaiting() && queue(ticket.priority()).remove(ticket)) {
            waitingCount--;
            ticket.refuse();
            noteEmpty(now);
        }
    }

    /** See {@link AdaptiveLimit#sample}. */
    void sample(long nanos, long now) {
        limit.sample(nanos, underWay, now);
    }

    private long patience(long now) {
        long burst = BURST * queueNanos;
        return now - lastEmpty > burst ? queueNanos : burst;
    }

    private void admit(Ticket ticket, long now) {
        underWay++;
        ticket.admit(now);
    }

    private boolean someoneBefore(Priority priority) {
        for (Priority one : Priority.values()) {
            if (!queue(one).isEmpty()) {
                return true;
            }
            if (one == priority) {
                return false;
            }
        }
        return false;
    }

    private void noteEmpty(long now) {
        if (waitingCount == 0) {
            lastEmpty = now;
        }
    }

    private Deque<Ticket> queue(Priority priority) {
        Deque<Ticket> queue = waiting.get(priority);
        if (queue == null) {
            throw new IllegalStateException("no queue for " + priority);
        }
        return queue;
    }
}
