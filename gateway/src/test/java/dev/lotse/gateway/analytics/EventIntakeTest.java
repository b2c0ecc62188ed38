package dev.lotse.gateway.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventIntakeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final Appended store = new Appended();
    private final AtomicInteger dropped = new AtomicInteger();
    private final EventObserver observer = new EventObserver() {
        @Override
        public void stored(int events) {}

        @Override
        public void dropped(int events) {
            dropped.addAndGet(events);
        }
    };

    @Test
    void whoWaitsIsNotDelayedAndTakesTheSearchesAlong() throws InterruptedException {
        try (EventIntake intake = new EventIntake(store, observer, FOR_EVER)) {
            intake.searched(search("a"));
            intake.searched(search("b"));
            assertThat(intake.accept(List.of(search("c"), search("d")), PATIENCE))
                    .isEqualTo(EventIntake.Outcome.STORED);
            assertThat(store.next()).containsExactly(search("a"), search("b"), search("c"), search("d"));

            assertThat(intake.accept(List.of(search("e")), PATIENCE)).isEqualTo(EventIntake.Outcome.STORED);
            assertThat(store.next()).containsExactly(search("e"));
        }
    }

    @Test
    void searchesAreWrittenThoughNobodyWaits() throws InterruptedException {
        try (EventIntake intake = new EventIntake(store, observer)) {
            intake.searched(search("a"));
            assertThat(store.next()).containsExactly(search("a"));
            intake.searched(search("b"));
            assertThat(store.next()).containsExactly(search("b"));
        }
    }

    @Test
    void closingWritesTheSearchesThatAreKept() {
        try (EventIntake intake = new EventIntake(store, observer)) {
            intake.searched(search("a"));
        }
        assertThat(store.batches).containsExactly(List.of(search("a")));
    }

    @Test
    void whoWaitsIsToldThatHisEventsWereNotStored() throws InterruptedException {
        store.failure = new IllegalStateException("the disk is full");
        try (EventIntake intake = new EventIntake(store, observer)) {
            assertThat(intake.accept(List.of(search("a")), PATIENCE)).isEqualTo(EventIntake.Outcome.REFUSED);
            assertThat(dropped).hasValue(1);

            store.failure = null;
            assertThat(intake.accept(List.of(search("b")), PATIENCE)).isEqualTo(EventIntake.Outcome.STORED);
        }
    }

    private static Event.Searched search(String query) {
        return new Event.Searched("docs", Instant.EPOCH, "q", "de", query, 1);
    }

    /** What is written at once. */
    private static final class Appended implements EventStore {
        private final BlockingQueue<List<Event>> batches = new LinkedBlockingQueue<>();
        private volatile @Nullable RuntimeException failure;

        @Nullable
        List<Event> next() throws InterruptedException {
            return batches.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public void append(List<Event> events) {
            RuntimeException thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
            batches.add(List.copyOf(events));
        }

        @Override
        public List<QueryTotals> queries(Span span, Order order, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<DayTotals> days(Span span) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<VisitTotals.PartTotals> parts(Span span, VisitTotals.Part part) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<VisitTotals.AnswerTotals> answers(Span span, VisitTotals.AnswerOrder order, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<VisitTotals.Chain> chains(Span span, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Pair> pairs(Span span, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int expire(Instant searches, Instant sums) {
            throw new UnsupportedOperationException();
        }
    }
}
