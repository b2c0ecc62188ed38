package dev.lotse.gateway.store;

import dev.lotse.gateway.analytics.Event;
import dev.lotse.gateway.analytics.EventStore;
import dev.lotse.gateway.analytics.VisitTotals.AnswerOrder;
import dev.lotse.gateway.analytics.VisitTotals.AnswerTotals;
import dev.lotse.gateway.analytics.VisitTotals.Chain;
import dev.lotse.gateway.analytics.VisitTotals.Part;
import dev.lotse.gateway.analytics.VisitTotals.PartTotals;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events in tables. Sums are written in the transaction of what they are sums of. Thread-safe. */
public final class JdbcEventStore implements EventStore {
    private static final String SUMS = "coalesce(sum(searches), 0), coalesce(sum(empty_searches), 0),"
            + " coalesce(sum(clicked_searches), 0), coalesce(sum(clicks), 0), coalesce(sum(reciprocal_ranks), 0)";

    private final Database database;

    public JdbcEventStore(Database database) {
        this.database = database;
    }

    @Override
    public void append(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        boolean unused = database.inTransaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            EventBatch batch = new EventBatch(connection);
            batch.write(events);
            return true;
        });
    }

    @Override
    public List<QueryTotals> queries(Span span, Order order, int limit) {
        String rank = switch (order) {
            case SEARCHES -> "sum(searches)";
            case EMPTY -> "sum(empty_searches)";
            case UNCLICKED -> "sum(searches - empty_searches - clicked_searches)";
            case RISING -> growth(span);
            case FALLING -> "-" + growth(span);
        };
        return select(
                "select query, " + SUMS + " from query_day where " + where(span) + " and query <> ''"
                        + " group by query having " + rank + " > 0 order by " + rank + " desc, query limit ?",
                span,
                limit,
                row -> new QueryTotals(row.getString(1), totals(row)));
    }

    /** Searches of the second half of the days less those of the first; a day in the middle belongs to neither. */
    private static String growth(Span span) {
        int days = span.lastDay() - span.firstDay() + 1;
        int half = days / 2;
        return "sum(case when day_number > " + (span.lastDay() - half) + " then searches when day_number < "
                + (span.firstDay() + half) + " then -searches else 0 end)";
    }

    @Override
    public List<PartTotals> parts(Span span, Part part) {
        if (!database.exists()) {
            return List.of();
        }
        String sql = VisitQueries.parts(part, SUMS, span.lang() != null);
        return database.inTransaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                int next = 1;
                select.setString(next++, span.site());
                select.setLong(next++, VisitQueries.firstHour(span.firstDay()));
                select.setLong(next++, VisitQueries.firstHour(span.lastDay() + 1) - 1);
                if (span.lang() != null) {
                    select.setString(next++, span.lang());
                }
                select.setInt(next, Integer.MAX_VALUE);
                List<PartTotals> found = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(new PartTotals(rows.getString(1), totals(rows)));
                    }
                }
                return found;
            }
        });
    }

    @Override
    public List<AnswerTotals> answers(Span span, AnswerOrder order, int limit) {
        return select(
                VisitQueries.answers(order, where(span)),
                span,
                limit,
                row -> new AnswerTotals(
                        row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
    }

    @Override
    public List<Chain> chains(Span span, int limit) {
        return select(
                "select chain, sum(times) from query_chain where site = ? and day_number between ? and ?"
                        + " group by chain order by sum(times) desc, chain limit ?",
                new Span(span.site(), span.firstDay(), span.lastDay(), null),
                limit,
                row -> new Chain(List.of(row.getString(1).split(ChainSums.BORDER, -1)), row.getLong(2)));
    }

    @Override
    public List<DayTotals> days(Span span) {
        return select(
                "select day_number, " + SUMS + " from query_day where " + where(span)
                        + " group by day_number order by day_number limit ?",
                span,
                Integer.MAX_VALUE,
                row -> new DayTotals(row.getInt(1), totals(row)));
    }

    @Override
    public List<Pair> pairs(Span span, int limit) {
        return select(
                "select first_query, next_query, sum(times) from query_pair where " + where(span)
                        + " group by first_query, next_query order by sum(times) desc, first_query, next_query limit ?",
                span,
                limit,
                row -> new Pair(row.getString(1), row.getString(2), row.getLong(3)));
    }

    @Override
    public int expire(Instant searches, Instant sums) {
        if (!database.exists()) {
            return 0;
        }
        int day = EventBatch.day(sums);
        return database.inTransaction(
                Connection.TRANSACTION_READ_COMMITTED,
                connection -> delete(connection, "search_log where searched_at < ?", searches.toEpochMilli())
                        + delete(connection, "query_day where day_number < ?", day)
                        + delete(connection, "search_hour where hour_number < ?", VisitQueries.firstHour(day))
                        + delete(connection, "answer_day where day_number < ?", day)
                        + delete(connection, "query_chain where day_number < ?", day)
                        + delete(connection, "query_pair where day_number < ?", day));
    }

    private static int delete(Connection connection, String what, long limit) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from " + what)) {
            delete.setLong(1, limit);
            return delete.executeUpdate();
        }
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static String where(Span span) {
        return "site = ? and day_number between ? and ?" + (span.lang() == null ? "" : " and lang = ?");
    }

    private static Totals totals(ResultSet row) throws SQLException {
        return new Totals(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getDouble(6));
    }

    private <T> List<T> select(String sql, Span span, int limit, Row<T> row) {
        if (!database.exists()) {
            return List.of();
        }
        return database.inTransaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                int next = 1;
                select.setString(next++, span.site());
                select.setInt(next++, span.firstDay());
                select.setInt(next++, span.lastDay());
                @Nullable String lang = span.lang();
                if (lang != null) {
                    select.setString(next++, lang);
                }
                select.setInt(next, limit);
                List<T> found = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(row.read(rows));
                    }
                }
                return found;
            }
        });
    }
}
