package dev.lotse.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.analytics.Event;
import dev.lotse.gateway.analytics.EventStore;
import dev.lotse.gateway.analytics.EventStore.Order;
import dev.lotse.gateway.analytics.EventStore.Span;
import dev.lotse.gateway.analytics.EventStore.Totals;
import dev.lotse.gateway.analytics.VisitTotals.AnswerOrder;
import dev.lotse.gateway.analytics.VisitTotals.AnswerTotals;
import dev.lotse.gateway.analytics.VisitTotals.Chain;
import dev.lotse.gateway.analytics.VisitTotals.Part;
import dev.lotse.gateway.analytics.VisitTotals.PartTotals;
import dev.lotse.gateway.device.DeviceClass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sums of events promise, on every store that there is. */
abstract class EventsContract {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int TODAY = EventBatch.day(NOON);
    private static final Span ALL = new Span("docs", TODAY - 10, TODAY, null);

    private Database database;
    private EventStore events;

    abstract Database open();

    @BeforeEach
    void start() {
        database = open();
        events = new JdbcEventStore(database);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static Event.Searched searched(String id, String query, long hits) {
        return new Event.Searched("docs", NOON, id, "de", query, hits);
    }

    private static Event.Clicked clicked(String id, int position) {
        return new Event.Clicked("docs", NOON.plusSeconds(5), id, null, position);
    }

    private Totals totals(String query) {
        return events.queries(ALL, Order.SEARCHES, 100).stream()
                .filter(row -> row.query().equals(query))
                .findFirst()
                .orElseThrow()
                .totals();
    }

    @Test
    void searchesAndClicksAddUpWhetherTheyComeTogetherOrApart() {
        events.append(List.of(searched("1", "strom", 5), searched("2", "strom", 5), clicked("1", 2)));
        events.append(List.of(clicked("1", 1), clicked("2", 4), searched("3", "strom", 0)));

        assertThat(totals("strom")).isEqualTo(new Totals(3, 1, 2, 3, 1 + 0.25));
        assertThat(totals("strom").clickThrough()).isEqualTo(2.0 / 3);
        assertThat(totals("strom").meanReciprocalRank()).isEqualTo(0.625);
    }

    @Test
    void queriesAreOrderedByWhatTheyStandOutFor() {
        events.append(List.of(
                searched("1", "viel", 5),
                searched("2", "viel", 5),
                searched("3", "viel", 5),
                clicked("1", 1),
                clicked("2", 1),
                clicked("3", 1),
                searched("4", "nichts", 0),
                searched("5", "nichts", 0),
                searched("6", "unbeachtet", 5)));

        assertThat(events.queries(ALL, Order.SEARCHES, 10))
                .extracting(EventStore.QueryTotals::query)
                .containsExactly("viel", "nichts", "unbeachtet");
        assertThat(events.queries(ALL, Order.EMPTY, 10))
                .extracting(EventStore.QueryTotals::query)
                .containsExactly("nichts");
        assertThat(events.queries(ALL, Order.UNCLICKED, 10))
                .extracting(EventStore.QueryTotals::query)
                .containsExactly("unbeachtet");
        assertThat(events.queries(new Span("docs", TODAY, TODAY, "en"), Order.SEARCHES, 10))
                .isEmpty();
        assertThat(events.queries(new Span("other", TODAY, TODAY, null), Order.SEARCHES, 10))
                .isEmpty();
    }

    @Test
    void aQueryWithPersonalDataCountsAndIsNotListed() {
        events.append(List.of(searched("1", "", 0)));

        assertThat(events.queries(ALL, Order.SEARCHES, 10)).isEmpty();
        assertThat(events.days(ALL)).containsExactly(new EventStore.DayTotals(TODAY, new Totals(1, 1, 0, 0, 0)));
    }

    @Test
    void aClickWhoseSearchIsNotKnownCountsWithoutARank() {
        events.append(List.of(new Event.Clicked("docs", NOON, "gone", "strom", 1)));

        assertThat(events.days(ALL)).containsExactly(new EventStore.DayTotals(TODAY, new Totals(0, 0, 0, 1, 0)));
    }

    @Test
    void searchesAreToldApartByHourDeviceAndForm() {
        Instant next = NOON.plus(Duration.ofHours(1));
        events.append(List.of(
                new Event.Searched("docs", NOON, "1", "de", "strom", 5, DeviceClass.PHONE),
                new Event.Searched("docs", NOON, "2", "de", "wie viel strom", 0, DeviceClass.DESKTOP),
                new Event.Searched("docs", next, "3", "en", "form 1234", 1, DeviceClass.PHONE),
                new Event.Searched("docs", next, "4", "de", "", 1, DeviceClass.TABLET)));
        // What a click belongs to is looked up where its search came before.
        events.append(List.of(clicked("1", 2)));

        assertThat(events.parts(ALL, Part.DEVICE))
                .containsExactly(
                        new PartTotals("desktop", new Totals(1, 1, 0, 0, 0)),
                        new PartTotals("phone", new Totals(2, 0, 1, 1, 0.5)),
                        new PartTotals("tablet", new Totals(1, 0, 0, 0, 0)));
        assertThat(events.parts(ALL, Part.CATEGORY))
                .extracting(PartTotals::part)
                .containsExactly("hidden", "number", "question", "word");
        assertThat(events.parts(ALL, Part.HOUR_OF_DAY))
                .extracting(PartTotals::part)
                .containsExactly("12", "13");
        // 2026-11-23 is a Monday.
        assertThat(events.parts(ALL, Part.WEEKDAY)).containsExactly(new PartTotals("1", new Totals(4, 1, 1, 1, 0.5)));
        assertThat(events.parts(ALL, Part.HOUR))
                .extracting(row -> row.totals().searches())
                .containsExactly(2L, 2L);
        assertThat(events.parts(new Span("docs", TODAY, TODAY, "en"), Part.LANGUAGE))
                .containsExactly(new PartTotals("en", new Totals(1, 0, 0, 0, 0)));
    }

    @Test
    void queriesAreOrderedByHowTheirUseChanges() {
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(new Event.Searched("docs", NOON.minus(Duration.ofDays(8)), "f" + i, "de", "heizung", 1));
            all.add(new Event.Searched("docs", NOON, "r" + i, "de", "freibad", 1));
        }
        all.add(new Event.Searched("docs", NOON, "h", "de", "heizung", 1));
        events.append(all);

        assertThat(events.queries(ALL, Order.RISING, 10))
                .extracting(EventStore.QueryTotals::query)
                .containsExactly("freibad");
        assertThat(events.queries(ALL, Order.FALLING, 10))
                .extracting(EventStore.QueryTotals::query)
                .containsExactly("heizung");
    }

    @Test
    void questionsAddUpWithWhatTheirReadersSay() {
        events.append(List.of(
                new Event.Asked("docs", NOON, "de", "wie hoch ist der abschlag", false),
                new Event.Asked("docs", NOON, "de", "wie hoch ist der abschlag", false),
                new Event.Asked("docs", NOON, "de", "wer baut boote", true),
                new Event.Voted("docs", NOON, "de", "wie hoch ist der abschlag", 1, 0)));
        events.append(List.of(new Event.Voted("docs", NOON, "de", "wie hoch ist der abschlag", -1, 1)));

        assertThat(events.answers(ALL, AnswerOrder.ASKED, 10))
                .containsExactly(
                        new AnswerTotals("wie hoch ist der abschlag", 2, 0, 0, 1),
                        new AnswerTotals("wer baut boote", 0, 1, 0, 0));
        assertThat(events.answers(ALL, AnswerOrder.REFUSED, 10))
                .extracting(AnswerTotals::question)
                .containsExactly("wer baut boote");
        assertThat(events.answers(ALL, AnswerOrder.UNHELPFUL, 1))
                .extracting(AnswerTotals::question)
                .containsExactly("wie hoch ist der abschlag");
    }

    @Test
    void queriesInARowAddUpAsAWhole() {
        Event.Chained chain = new Event.Chained("docs", NOON, List.of("handy", "mobiltelefon", "smartphone"));
        events.append(List.of(chain, new Event.Chained("docs", NOON, List.of("handy", "smartphone"))));
        events.append(List.of(chain));

        assertThat(events.chains(ALL, 10))
                .containsExactly(
                        new Chain(List.of("handy", "mobiltelefon", "smartphone"), 2),
                        new Chain(List.of("handy", "smartphone"), 1));
    }

    @Test
    void whatIsOldIsForgotten() {
        events.append(List.of(
                new Event.Searched("docs", NOON.minus(Duration.ofDays(5)), "old", "de", "alt", 1),
                new Event.Reformulated("docs", NOON.minus(Duration.ofDays(5)), "de", "alt", "neu"),
                searched("new", "neu", 1)));

        int gone = events.expire(NOON.minus(Duration.ofDays(2)), NOON.minus(Duration.ofDays(2)));

        assertThat(gone).isEqualTo(4);
        assertThat(events.queries(ALL, Order.SEARCHES, 10))
                .extracting(EventStore.QueryTotals::query)
                .containsExactly("neu");
        assertThat(events.pairs(ALL, 10)).isEmpty();
    }

    @Test
    void pairsAddUp() {
        Event.Reformulated pair = new Event.Reformulated("docs", NOON, "de", "handy", "smartphone");
        events.append(List.of(pair, pair));
        events.append(List.of(pair));

        assertThat(events.pairs(ALL, 10)).containsExactly(new EventStore.Pair("handy", "smartphone", 3));
    }

    @Test
    void manyWritersLoseNothing() throws Exception {
        int writers = 6;
        int each = 40;
        long all = 240;
        try (ExecutorService executor = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int own = writer;
                running.add(executor.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        String id = own + "-" + i;
                        events.append(List.of(searched(id, "q" + i % 3, 1), clicked(id, 1)));
                    }
                }));
            }
            for (Future<?> one : running) {
                Object unused = one.get();
            }
        }

        assertThat(events.days(ALL).getFirst().totals()).isEqualTo(new Totals(all, 0, all, all, all));
    }
}
