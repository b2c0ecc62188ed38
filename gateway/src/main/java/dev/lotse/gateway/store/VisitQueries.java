package dev.lotse.gateway.store;

import dev.lotse.gateway.analytics.VisitTotals.AnswerOrder;
import dev.lotse.gateway.analytics.VisitTotals.Part;

/** The SQL of sums by hour, of answers and of chains; for H2 and PostgreSQL alike. */
final class VisitQueries {
    private static final int HOURS_PER_DAY = 24;

    private VisitQueries() {}

    /** Hours of a span of days; its parameters are site, first and last hour, and the language where one is chosen. */
    static String parts(Part part, String sums, boolean oneLanguage) {
        String column = column(part);
        return "select " + column + ", " + sums + " from search_hour where site = ? and hour_number between ? and ?"
                + (oneLanguage ? " and lang = ?" : "") + " group by " + column + " order by " + column + " limit ?";
    }

    private static String column(Part part) {
        return switch (part) {
            case HOUR -> "hour_number";
            case HOUR_OF_DAY -> "mod(hour_number, " + HOURS_PER_DAY + ")";
            // 1970-01-01 was a Thursday, the fourth day.
            case WEEKDAY -> "mod(hour_number / " + HOURS_PER_DAY + " + 3, 7) + 1";
            case DEVICE -> "device";
            case CATEGORY -> "category";
            case LANGUAGE -> "lang";
        };
    }

    static String answers(AnswerOrder order, String where) {
        String rank = switch (order) {
            case ASKED -> "sum(answered + refused)";
            case REFUSED -> "sum(refused)";
            case UNHELPFUL -> "sum(unhelpful)";
        };
        return "select question, sum(answered), sum(refused), sum(helpful), sum(unhelpful) from answer_day where "
                + where + " group by question having " + rank + " > 0 order by " + rank + " desc, question limit ?";
    }

    /** First hour of a day. */
    static long firstHour(int day) {
        return (long) day * HOURS_PER_DAY;
    }
}
