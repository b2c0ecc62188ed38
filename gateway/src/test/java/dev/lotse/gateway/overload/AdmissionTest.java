package dev.lotse.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.provider.testing.ManualTime;
import dev.lotse.gateway.search.FakeSearchService;
import dev.lotse.gateway.search.SearchOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final OverloadObserver observer = new OverloadObserver() {
        @Override
        public void admitted(Priority priority, long waitedNanos) {
            seen.add("admitted " + priority.wireName());
        }

        @Override
        public void refused(Priority priority) {
            seen.add("refused " + priority.wireName());
        }
    };

    @Test
    void refusesWhatDoesNotFitAndDoesNotDoIt() {
        Admission admission = admission(Duration.ZERO);
        AtomicInteger worked = new AtomicInteger();

        String answer = admission.run(
                Priority.SEARCH,
                later(),
                () -> admission.run(Priority.SEARCH, later(), () -> {
                    assertThat(admission.underWay()).isEqualTo(2);
                    assertThatThrownBy(() -> admission.run(Priority.SEARCH, later(), worked::incrementAndGet))
                            .isInstanceOf(OverloadException.class);
                    return "right";
                }));

        assertThat(answer).isEqualTo("right");
        assertThat(worked).hasValue(0);
        assertThat(admission.underWay()).isZero();
        assertThat(seen).containsExactly("admitted search", "admitted search", "refused search");
    }

    @Test
    void workThatFailsGivesItsPlaceBack() {
        Admission admission = admission(Duration.ZERO);

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> admission.run(Priority.ANSWER, later(), () -> {
                        throw new IllegalStateException("broken");
                    }))
                    .hasMessage("broken");
        }

        assertThat(admission.underWay()).isZero();
    }

    @Test
    void theWaitEndsWithTheDeadline() {
        ManualTime time = new ManualTime();
        Admission admission = new Admission(settings(Duration.ofSeconds(10)), 2, time, observer);
        Deadline over = Deadline.in(Duration.ZERO, time);

        admission.run(
                Priority.SEARCH,
                over,
                () -> admission.run(Priority.SEARCH, over, () -> {
                    assertThatThrownBy(() -> admission.run(Priority.SEARCH, over, () -> "too late"))
                            .isInstanceOf(OverloadException.class);
                    return "";
                }));

        assertThat(admission.waiting()).isZero();
    }

    @Test
    void whoWaitsIsLetInWhenAPlaceIsFree() throws InterruptedException, ExecutionException {
        Admission admission = admission(Duration.ofSeconds(10));
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                results.add(threads.submit(() -> admission.run(Priority.SEARCH, later(), () -> {
                    await(go);
                    most.accumulateAndGet(admission.underWay(), Math::max);
                    return number;
                })));
            }
            Awaitility.await().until(() -> admission.waiting() == 18);
            go.countDown();
            for (int i = 0; i < 20; i++) {
                assertThat(results.get(i).get()).isEqualTo(i);
            }
        }

        assertThat(admission.underWay()).isZero();
        assertThat(admission.waiting()).isZero();
        assertThat(most.get()).isLessThanOrEqualTo(admission.limit());
    }

    @Test
    void switchedOffItLetsEverythingThrough() {
        OverloadSettings off = new OverloadSettings(false, 1, 2, 2, Duration.ZERO, 1, 1);
        Admission admission = new Admission(off, 2, NanoClock.SYSTEM, observer);

        assertThat(admission.<String>run(
                        Priority.ANSWER,
                        later(),
                        () -> admission.run(
                                Priority.ANSWER, later(), () -> admission.run(Priority.ANSWER, later(), () -> "in"))))
                .isEqualTo("in");
    }

    @Test
    void whoAsksAloneIsNeverRefusedHoweverLongItTakes() {
        ManualTime time = new ManualTime();
        OverloadSettings strictest = new OverloadSettings(true, 1, 1, 1.1, Duration.ZERO, 1, 1);
        Admission admission = new Admission(strictest, 1, time, observer);

        for (int i = 0; i < 200; i++) {
            Duration length = Duration.ofMillis(i % 3 * 900L);
            for (Priority priority : Priority.values()) {
                boolean unused = admission.run(
                        priority,
                        later(),
                        () -> {
                            time.pass(length);
                            return true;
                        },
                        result -> result);
            }
        }

        assertThat(seen).hasSize(600).allMatch(one -> one.startsWith("admitted"));
    }

    @Test
    void searchesThatNoEngineAnsweredAreNotTakenForCalm() {
        ManualTime time = new ManualTime();
        FakeSearchService work = new FakeSearchService();
        Admission admission =
                new Admission(new OverloadSettings(true, 2, 20, 2, Duration.ZERO, 1, 1), 2, time, observer);
        AdmittedSearch search = new AdmittedSearch(work, admission);

        work.answer(new SearchOutcome.Unavailable("away"));
        for (int i = 0; i < 40; i++) {
            time.pass(Duration.ofMillis(10));
            assertThat(search.search(FakeSearchService.anyRequest(), later()))
                    .isInstanceOf(SearchOutcome.Unavailable.class);
        }
        work.answer(request -> {
            time.pass(Duration.ofMillis(20));
            return FakeSearchService.answered(List.of(), 0);
        });
        for (int i = 0; i < 40; i++) {
            assertThat(search.search(FakeSearchService.anyRequest(), later()))
                    .isInstanceOf(SearchOutcome.Answered.class);
        }

        assertThat(admission.limit()).isEqualTo(4);
    }

    private Admission admission(Duration queueTime) {
        return new Admission(settings(queueTime), 2, NanoClock.SYSTEM, observer);
    }

    /** Two at once, whatever happens. */
    private static OverloadSettings settings(Duration queueTime) {
        return new OverloadSettings(true, 2, 2, 2, queueTime, 1, 1);
    }

    private static Deadline later() {
        return Deadline.in(Duration.ofMinutes(1), NanoClock.SYSTEM);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
