package dev.lotse.gateway.analytics;

import java.util.List;

/** Sums by hour, device and form of the query, of answers, and of searches in a row. Parts of {@link EventStore}'s answers. */
public final class VisitTotals {
    private VisitTotals() {}

    /** What searches are told apart by. */
    public enum Part {
        /** Hours since 1970-01-01 in UTC. */
        HOUR("hour"),
        /** Of the day in UTC, from 0. */
        HOUR_OF_DAY("hour-of-day"),
        /** From 1, Monday, to 7. */
        WEEKDAY("weekday"),
        /** See {@link dev.lotse.gateway.device.DeviceClass}. */
        DEVICE("device"),
        /** See {@link QueryCategory}. */
        CATEGORY("category"),
        /** The language that the query was understood in. */
        LANGUAGE("language");

        private final String wireName;

        Part(String wireName) {
            this.wireName = wireName;
        }

        /** The name in the API. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * Sums of one part.
     *
     * @param part a number or a wire name
     */
    public record PartTotals(String part, EventStore.Totals totals) {}

    /**
     * What became of a question.
     *
     * @param question as cleaned; empty where it held personal data
     * @param answered times that it had an answer
     * @param refused times that the pages had none
     * @param helpful visitors who said that the answer helped
     * @param unhelpful those who said that it did not
     */
    public record AnswerTotals(String question, long answered, long refused, long helpful, long unhelpful) {}

    /** What questions stand out for. */
    public enum AnswerOrder {
        /** Asked most. */
        ASKED,
        /** Refused most. */
        REFUSED,
        /** Most often of no help. */
        UNHELPFUL
    }

    /**
     * Queries of one visitor in a row, the last of which led to a click.
     *
     * @param times how often
     */
    public record Chain(List<String> queries, long times) {
        public Chain {
            queries = List.copyOf(queries);
        }
    }
}
