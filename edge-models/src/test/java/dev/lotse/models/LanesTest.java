package dev.lotse.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LanesTest {
    private static final Duration PATIENT = Duration.ofSeconds(50);

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);

    @AfterEach
    void release() {
        gate.countDown();
        callers.close();
    }

    @Test
    void resultsComeInTheOrderOfTheRuns() {
        try (Lanes lanes = new Lanes("m", 3, PATIENT)) {
            List<Callable<Integer>> runs = IntStream.range(0, 50)
                    .mapToObj(i -> (Callable<Integer>) () -> i)
                    .toList();

            assertThat(lanes.runBulk(runs))
                    .isEqualTo(IntStream.range(0, 50).boxed().toList());
        }
    }

    @Test
    void runsHappenOnPlatformThreadsNamedAfterTheModel() {
        try (Lanes lanes = new Lanes("m", 1, PATIENT)) {
            Thread lane = lanes.runUrgent(Thread::currentThread);

            assertThat(lane.isVirtual()).isFalse();
            assertThat(lane.getName()).isEqualTo("lotse-model-m-1");
        }
    }

    @Test
    void aQueryGoesBeforePassagesThatWait() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (Lanes lanes = new Lanes("m", 1, PATIENT)) {
            occupy(lanes);
            Future<List<Boolean>> bulk =
                    callers.submit(() -> lanes.runBulk(List.of(() -> order.add("bulk 1"), () -> order.add("bulk 2"))));
            awaitQueued(lanes, 2);
            Future<Boolean> urgent = callers.submit(() -> lanes.runUrgent(() -> order.add("query")));
            awaitQueued(lanes, 3);
            gate.countDown();

            bulk.get();
            urgent.get();
            assertThat(order).containsExactly("query", "bulk 1", "bulk 2");
        }
    }

    @Test
    void passagesHaveTheirTurnUnderAFloodOfQueries() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (Lanes lanes = new Lanes("m", 1, PATIENT)) {
            occupy(lanes);
            List<Future<?>> all = new ArrayList<>();
            all.add(callers.submit(() -> lanes.runBulk(List.of(() -> order.add("bulk")))));
            for (int i = 0; i < 40; i++) {
                all.add(callers.submit(() -> lanes.runUrgent(() -> order.add("query"))));
            }
            awaitQueued(lanes, 41);
            gate.countDown();
            for (Future<?> future : all) {
                future.get();
            }

            assertThat(order.indexOf("bulk")).isEqualTo(16);
        }
    }

    @Test
    void aQueryThatWaitsTooLongIsRefusedAndNeverRun() {
        List<String> ran = Collections.synchronizedList(new ArrayList<>());
        try (Lanes lanes = new Lanes("m", 1, Duration.ofMillis(20))) {
            Future<?> holder = callers.submit(() -> lanes.runBulk(List.of(this::hold)));
            awaitHeld();

            assertThatThrownBy(() -> lanes.runUrgent(() -> ran.add("late")))
                    .isInstanceOf(ModelBusyException.class)
                    .hasMessageContaining("\"m\" is busy")
                    .hasMessageContaining("20 ms");
            assertThat(lanes.waiting()).isZero();
            gate.countDown();
            assertThat(holder).succeedsWithin(PATIENT);
        }
        assertThat(ran).isEmpty();
    }

    @Test
    void whenTheTimeIsUpTheFirstResultsAreReturnedAndTheRestIsDropped() {
        List<String> ran = Collections.synchronizedList(new ArrayList<>());
        try (Lanes lanes = new Lanes("m", 1, PATIENT)) {
            List<Callable<String>> runs = List.of(
                    () -> "first",
                    () -> {
                        hold();
                        return "second";
                    },
                    () -> {
                        ran.add("third");
                        return "third";
                    });

            assertThat(lanes.runUrgent(runs, Duration.ofMillis(200)))
                    .isSubsetOf("first")
                    .hasSizeLessThan(2);
            assertThat(lanes.waiting()).isZero();
            gate.countDown();
        }
        assertThat(ran).isEmpty();
    }

    @Test
    void aFailedRunNamesTheModelAndDropsItsSiblings() {
        try (Lanes lanes = new Lanes("m", 1, PATIENT)) {
            List<Callable<Object>> runs = List.of(
                    () -> {
                        throw new IllegalArgumentException("bad shape");
                    },
                    Object::new,
                    Object::new);

            assertThatThrownBy(() -> lanes.runBulk(runs))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("The model \"m\" could not be run: bad shape")
                    .hasCauseInstanceOf(IllegalArgumentException.class);
            assertThat(lanes.waiting()).isZero();
        }
    }

    @Test
    void anInterruptedCallerStopsWaiting() throws Exception {
        try (Lanes lanes = new Lanes("m", 1, PATIENT)) {
            occupy(lanes);
            Future<?> waiting = callers.submit(() -> {
                Thread.currentThread().interrupt();
                try {
                    return lanes.runUrgent(Object::new);
                } finally {
                    assertThat(Thread.interrupted()).isTrue();
                }
            });

            assertThatThrownBy(waiting::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("was interrupted");
            assertThat(lanes.waiting()).isZero();
            gate.countDown();
        }
    }

    @Test
    void closingWaitsForWhatWasAcceptedAndRefusesTheRest() throws Exception {
        Lanes lanes = new Lanes("m", 1, PATIENT);
        occupy(lanes);
        Future<String> accepted = callers.submit(() -> lanes.runUrgent(() -> "done"));
        awaitQueued(lanes, 1);
        Future<?> closing = callers.submit(lanes::close);
        while (!lanes.isClosed()) {
            Thread.onSpinWait();
        }

        assertThatThrownBy(() -> lanes.runUrgent(Object::new))
                .isInstanceOf(ModelException.class)
                .hasMessage("The model \"m\" is closed.");
        assertThat(closing).isNotDone();
        gate.countDown();

        assertThat(closing).succeedsWithin(PATIENT);
        assertThat(accepted.get()).isEqualTo("done");
        lanes.close();
    }

    /** Keeps the only lane busy until the gate opens. */
    private void occupy(Lanes lanes) {
        callers.execute(() -> lanes.runBulk(List.of(this::hold)));
        awaitHeld();
    }

    private boolean hold() throws InterruptedException {
        held.countDown();
        return gate.await(60, TimeUnit.SECONDS);
    }

    private void awaitHeld() {
        try {
            assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitQueued(Lanes lanes, int count) {
        while (lanes.waiting() < count) {
            Thread.onSpinWait();
        }
    }
}
