package dev.lotse.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
    private static final long MS = 1_000_000;

    private long now = Long.MAX_VALUE - 50 * MS;

    /** Ten at once: five to begin with, doubled. */
    private final Line line = line(Duration.ofMillis(80));

    @Test
    void lessImportantWorkLeavesRoomForMoreImportant() {
        assertThat(admitted(Priority.ANSWER, 10)).isEqualTo(5);
        assertThat(admitted(Priority.SUGGEST, 10)).isEqualTo(3);
        assertThat(admitted(Priority.SEARCH, 10)).isEqualTo(2);
        assertThat(line.underWay()).isEqualTo(10);
    }

    @Test
    void whoeverCannotBeginWaitsAndTheMostImportantGoesFirst() {
        fill();
        Ticket answer = line.arrive(Priority.ANSWER, now);
        Ticket first = line.arrive(Priority.SEARCH, now);
        Ticket second = line.arrive(Priority.SEARCH, now);
        assertThat(line.waiting()).isEqualTo(3);

        line.leave(now);

        assertThat(first.isAdmitted()).isTrue();
        assertThat(second.isWaiting()).isTrue();
        assertThat(answer.isWaiting()).isTrue();
        for (int i = 0; i < 7; i++) {
            line.leave(now);
        }
        assertThat(second.isAdmitted()).isTrue();
        assertThat(answer.isAdmitted()).isTrue();
        assertThat(line.waiting()).isZero();
    }

    @Test
    void nobodyOvertakesOneOfTheSameKindOrAMoreImportantOne() {
        fill();
        Ticket search = line.arrive(Priority.SEARCH, now);
        line.leave(now);
        line.leave(now);
        line.leave(now);
        assertThat(search.isAdmitted()).isTrue();

        fill();
        Ticket waiting = line.arrive(Priority.SEARCH, now);
        Ticket suggest = line.arrive(Priority.SUGGEST, now);

        assertThat(waiting.isWaiting()).isTrue();
        assertThat(suggest.isWaiting()).isTrue();
    }

    @Test
    void aBurstMayWaitThreeTimesTheQueueTime() {
        fill();

        assertThat(line.arrive(Priority.SEARCH, now).until() - now).isEqualTo(240 * MS);
    }

    @Test
    void underLastingOverloadNobodyWaitsLongerThanTheQueueTime() {
        fill();
        Ticket first = line.arrive(Priority.SEARCH, now);
        now += 241 * MS;

        assertThat(line.arrive(Priority.SEARCH, now).until() - now).isEqualTo(80 * MS);

        line.leave(now);
        assertThat(first.isAdmitted()).as("its time was over").isFalse();
        assertThat(first.isWaiting()).isFalse();
    }

    @Test
    void onceTheLineWasEmptyABurstMayWaitAgain() {
        fill();
        Ticket one = line.arrive(Priority.SEARCH, now);
        now += 300 * MS;
        line.giveUp(one, now);

        assertThat(line.arrive(Priority.SEARCH, now).until() - now).isEqualTo(240 * MS);
    }

    @Test
    void whoGivesUpTakesNoPlace() {
        fill();
        Ticket gone = line.arrive(Priority.SEARCH, now);
        Ticket next = line.arrive(Priority.SEARCH, now);

        line.giveUp(gone, now);
        line.leave(now);

        assertThat(gone.isAdmitted()).isFalse();
        assertThat(next.isAdmitted()).isTrue();
        assertThat(line.underWay()).isEqualTo(10);
    }

    @Test
    void givingUpAfterAdmissionChangesNothing() {
        fill();
        Ticket late = line.arrive(Priority.SEARCH, now);
        line.leave(now);

        line.giveUp(late, now);

        assertThat(late.isAdmitted()).isTrue();
        assertThat(line.underWay()).isEqualTo(10);
    }

    @Test
    void withoutQueueTimeNobodyWaits() {
        Line impatient = line(Duration.ZERO);
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            tickets.add(impatient.arrive(Priority.SEARCH, now));
        }

        assertThat(tickets).filteredOn(Ticket::isAdmitted).hasSize(10);
        assertThat(tickets).noneMatch(Ticket::isWaiting);
    }

    private Line line(Duration queueTime) {
        OverloadSettings settings = new OverloadSettings(true, 5, 20, 2, queueTime, 1, 1);
        return new Line(new AdaptiveLimit(settings, 2, now), queueTime, now);
    }

    private int admitted(Priority priority, int coming) {
        int admitted = 0;
        for (int i = 0; i < coming; i++) {
            Ticket ticket = line.arrive(priority, now);
            admitted += ticket.isAdmitted() ? 1 : 0;
            line.giveUp(ticket, now);
        }
        return admitted;
    }

    private void fill() {
        while (line.underWay() < line.limit()) {
            assertThat(line.arrive(Priority.SEARCH, now).isAdmitted()).isTrue();
        }
    }
}
