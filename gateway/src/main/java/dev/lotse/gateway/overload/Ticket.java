package dev.lotse.gateway.overload;

import java.util.concurrent.CountDownLatch;

/** One who came to the {@link Line}. Its state is changed under the line's lock; the latch tells whoever waits. */
final class Ticket {
    private enum State {
        WAITING,
        ADMITTED,
        REFUSED
    }

    private final Priority priority;
    private final long came;
    private final long until;
    private final CountDownLatch decided = new CountDownLatch(1);
    private State state = State.WAITING;
    private long admittedAt;

    /**
     * @param until waits no longer than this
     */
    Ticket(Priority priority, long came, long until) {
        this.priority = priority;
        this.came = came;
        this.until = until;
    }

    Priority priority() {
        return priority;
    }

    long came() {
        return came;
    }

    long until() {
        return until;
    }

    /** When it was admitted, by the nano clock; of no meaning before. */
    long admittedAt() {
        return admittedAt;
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    boolean isAdmitted() {
        return state == State.ADMITTED;
    }

    CountDownLatch decided() {
        return decided;
    }

    void admit(long now) {
        state = State.ADMITTED;
        admittedAt = now;
        decided.countDown();
    }

    void refuse() {
        state = State.REFUSED;
        decided.countDown();
    }
}
