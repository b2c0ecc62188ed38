package dev.lotse.gateway.analytics;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps events and their sums. Thread-safe. */
public interface EventStore {

    /** Takes events over, in their order. They survive {@code kill -9} once this returns. */
    void append(List<Event> events);

    /**
     * Queries by what they stand out for, the most first.
     *
     * @param limit most queries, 1 to 100,000
     */
    List<QueryTotals> queries(Span span, Order order, int limit);

    /** Sums of each day that has any, in order. */
    List<DayTotals> days(Span span);

    /** Searches by one of their parts, in its order. */
    List<VisitTotals.PartTotals> parts(Span span, VisitTotals.Part part);

    /** Questions by what they stand out for, the most first. */
    List<VisitTotals.AnswerTotals> answers(Span span, VisitTotals.AnswerOrder order, int limit);

    /** Queries in a row, the most frequent first; of all languages. */
    List<VisitTotals.Chain> chains(Span span, int limit);

    /** Queries that were asked again in other words, the most frequent first. */
    List<Pair> pairs(Span span, int limit);

    /**
     * Forgets what is older.
     *
     * @param searches single searches before this go
     * @param sums sums of days before this go
     * @return number of rows that went
     */
    int expire(Instant searches, Instant sums);

    /**
     * Which events are meant.
     *
     * @param firstDay number of the first day since 1970-01-01 in UTC
     * @param lastDay number of the last day
     * @param lang only of this language, or null
     */
    record Span(
            String site,
            int firstDay,
            int lastDay,
            @Nullable String lang) {}

    /** What queries stand out for. */
    enum Order {
        /** Searched most. */
        SEARCHES,
        /** Most searches without a result. */
        EMPTY,
        /** Most searches with results of which none was chosen. */
        UNCLICKED,
        /** Searched more in the second half of the time than in the first. */
        RISING,
        /** Searched less in the second half. */
        FALLING
    }

    /**
     * Sums.
     *
     * @param searches number of searches
     * @param empty those without a result
     * @param clicked those of which a result was chosen
     * @param clicks results chosen
     * @param reciprocalRanks sum of 1 / place of the best result chosen
     */
    record Totals(long searches, long empty, long clicked, long clicks, double reciprocalRanks) {
        /** Share of the searches of which a result was chosen, or 0. */
        public double clickThrough() {
            return searches == 0 ? 0 : (double) clicked / searches;
        }

        /** Mean reciprocal rank of the best result chosen, over the searches with a click; or 0. */
        public double meanReciprocalRank() {
            return clicked == 0 ? 0 : reciprocalRanks / clicked;
        }
    }

    /** A query's sums. */
    record QueryTotals(String query, Totals totals) {}

    /** A day's sums. */
    record DayTotals(int day, Totals totals) {}

    /** A query that was asked again as another, with how often. */
    record Pair(String first, String next, long times) {}
}
