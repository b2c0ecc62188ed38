package dev.lotse.gateway.store;

import dev.lotse.gateway.analytics.Event;
import dev.lotse.gateway.analytics.QueryCategory;
import dev.lotse.gateway.device.DeviceClass;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes events of one transaction. Used by one thread. */
final class EventBatch {
    private static final int MILLIS_PER_DAY = 86_400_000;
    private static final String UNKNOWN = "und";

    private final Connection connection;
    private final Map<SearchKey, Search> searches = new HashMap<>();
    private final TreeMap<DayKey, Sums> sums = new TreeMap<>();
    private final TreeMap<PairKey, Long> pairs = new TreeMap<>();
    private final HourSums hours = new HourSums();
    private final AnswerSums answers = new AnswerSums();
    private final ChainSums chains = new ChainSums();

    private record SearchKey(String site, String queryId) {}

    private record DayKey(String site, int day, String lang, String query) implements Comparable<DayKey> {
        @Override
        public int compareTo(DayKey other) {
            int first = site.compareTo(other.site);
            int second = first != 0 ? first : Integer.compare(day, other.day);
            int third = second != 0 ? second : lang.compareTo(other.lang);
            return third != 0 ? third : query.compareTo(other.query);
        }
    }

    private record PairKey(DayKey day, String next) implements Comparable<PairKey> {
        @Override
        public int compareTo(PairKey other) {
            int first = day.compareTo(other.day);
            return first != 0 ? first : next.compareTo(other.next);
        }
    }

    private static final class Search {
        private final DayKey day;
        private final long at;
        private final long hits;
        private final String device;
        private final boolean isNew;
        private int clicks;
        private @Nullable Integer best;
        private boolean changed;

        Search(DayKey day, long at, long hits, String device, boolean isNew, int clicks, @Nullable Integer best) {
            this.day = day;
            this.at = at;
            this.hits = hits;
            this.device = device;
            this.isNew = isNew;
            this.clicks = clicks;
            this.best = best;
        }
    }

    EventBatch(Connection connection) {
        this.connection = connection;
    }

    /** Days since 1970-01-01 in UTC. */
    static int day(Instant at) {
        return (int) Math.floorDiv(at.toEpochMilli(), MILLIS_PER_DAY);
    }

    void write(List<Event> events) throws SQLException {
        for (Event event : events) {
            switch (event) {
                case Event.Searched searched -> searched(searched);
                case Event.Clicked clicked -> clicked(clicked);
                case Event.Reformulated pair ->
                    pairs.merge(
                            new PairKey(
                                    new DayKey(pair.site(), day(pair.at()), pair.lang(), pair.first()), pair.next()),
                            1L,
                            Long::sum);
                case Event.Chained chain -> chains.add(chain);
                case Event.Asked asked -> answers.add(asked);
                case Event.Voted voted -> answers.add(voted);
            }
        }
        insertSearches();
        updateSearches();
        writeSums();
        writePairs();
        hours.write(connection);
        answers.write(connection);
        chains.write(connection);
    }

    private void searched(Event.Searched event) {
        SearchKey key = new SearchKey(event.site(), event.queryId());
        if (searches.containsKey(key)) {
            return;
        }
        DayKey day = new DayKey(event.site(), day(event.at()), event.lang(), event.query());
        Search search = new Search(
                day, event.at().toEpochMilli(), event.hits(), event.device().wireName(), true, 0, null);
        searches.put(key, search);
        count(search, 1, event.hits() == 0 ? 1 : 0, 0, 0, 0);
    }

    /** Adds to the sums of the search's day and hour. */
    private void count(Search of, long asked, long empty, long clicked, long clicks, double reciprocal) {
        DayKey day = of.day;
        sums.computeIfAbsent(day, each -> new Sums()).add(asked, empty, clicked, clicks, reciprocal);
        hours.of(
                        day.site(),
                        of.at,
                        day.lang(),
                        of.device,
                        QueryCategory.of(day.query()).wireName())
                .add(asked, empty, clicked, clicks, reciprocal);
    }

    private void clicked(Event.Clicked event) throws SQLException {
        SearchKey key = new SearchKey(event.site(), event.queryId());
        Search search = searches.get(key);
        if (search == null) {
            search = find(key);
            if (search != null) {
                searches.put(key, search);
            }
        }
        if (search == null) {
            // Its search is forgotten or was another gateway's a moment ago: the click counts, the rank cannot.
            String query = event.query();
            Search unknown = new Search(
                    new DayKey(event.site(), day(event.at()), UNKNOWN, query == null ? "" : query),
                    event.at().toEpochMilli(),
                    0,
                    DeviceClass.UNKNOWN.wireName(),
                    false,
                    0,
                    null);
            count(unknown, 0, 0, 0, 1, 0);
            return;
        }
        double reciprocal = 0;
        Integer position = event.position();
        if (position != null && (search.best == null || position < search.best)) {
            reciprocal = 1.0 / position - (search.best == null ? 0 : 1.0 / search.best);
            search.best = position;
        }
        count(search, 0, 0, search.clicks == 0 ? 1 : 0, 1, reciprocal);
        search.clicks++;
        search.changed = true;
    }

    private @Nullable Search find(SearchKey key) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select searched_at, lang, query, hits, clicks, best_position, device"
                        + " from search_log where site = ? and query_id = ? for update")) {
            select.setString(1, key.site());
            select.setString(2, key.queryId());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Instant at = Instant.ofEpochMilli(row.getLong(1));
                return new Search(
                        new DayKey(key.site(), day(at), row.getString(2), row.getString(3)),
                        at.toEpochMilli(),
                        row.getLong(4),
                        row.getString(7),
                        false,
                        row.getInt(5),
                        row.getObject(6, Integer.class));
            }
        }
    }

    private void insertSearches() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into search_log (site, query_id, searched_at,"
                        + " lang, query, hits, clicks, best_position, device) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
            for (Map.Entry<SearchKey, Search> entry : searches.entrySet()) {
                Search search = entry.getValue();
                if (search.isNew) {
                    insert.setString(1, entry.getKey().site());
                    insert.setString(2, entry.getKey().queryId());
                    insert.setLong(3, search.at);
                    insert.setString(4, search.day.lang());
                    insert.setString(5, search.day.query());
                    insert.setLong(6, search.hits);
                    insert.setInt(7, search.clicks);
                    insert.setObject(8, search.best);
                    insert.setString(9, search.device);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private void updateSearches() throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update search_log set clicks = ?, best_position = ? where site = ? and query_id = ?")) {
            for (Map.Entry<SearchKey, Search> entry : searches.entrySet()) {
                Search search = entry.getValue();
                if (!search.isNew && search.changed) {
                    update.setInt(1, search.clicks);
                    update.setObject(2, search.best);
                    update.setString(3, entry.getKey().site());
                    update.setString(4, entry.getKey().queryId());
                    update.addBatch();
                }
            }
            update.executeBatch();
        }
    }

    /** In the order of the keys, so that two gateways cannot lock each other's rows crosswise. */
    private void writeSums() throws SQLException {
        try (PreparedStatement insert =
                        connection.prepareStatement("insert into query_day (site, day_number, lang, query,"
                                + " searches, empty_searches, clicked_searches, clicks, reciprocal_ranks)"
                                + " values (?, ?, ?, ?, 0, 0, 0, 0, 0) on conflict do nothing");
                PreparedStatement add = connection.prepareStatement("update query_day set searches = searches + ?,"
                        + " empty_searches = empty_searches + ?, clicked_searches = clicked_searches + ?,"
                        + " clicks = clicks + ?, reciprocal_ranks = reciprocal_ranks + ?"
                        + " where site = ? and day_number = ? and lang = ? and query = ?")) {
            for (Map.Entry<DayKey, Sums> entry : sums.entrySet()) {
                bind(insert, 1, entry.getKey());
                insert.addBatch();
                entry.getValue().bind(add, 1);
                bind(add, Sums.COLUMNS + 1, entry.getKey());
                add.addBatch();
            }
            insert.executeBatch();
            add.executeBatch();
        }
    }

    private void writePairs() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into query_pair (site, day_number, lang,"
                        + " first_query, next_query, times) values (?, ?, ?, ?, ?, 0) on conflict do nothing");
                PreparedStatement add = connection.prepareStatement("update query_pair set times = times + ?"
                        + " where site = ? and day_number = ? and lang = ? and first_query = ? and next_query = ?")) {
            for (Map.Entry<PairKey, Long> entry : pairs.entrySet()) {
                bind(insert, 1, entry.getKey().day());
                insert.setString(5, entry.getKey().next());
                insert.addBatch();
                add.setLong(1, entry.getValue());
                bind(add, 2, entry.getKey().day());
                add.setString(6, entry.getKey().next());
                add.addBatch();
            }
            insert.executeBatch();
            add.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, int from, DayKey key) throws SQLException {
        statement.setString(from, key.site());
        statement.setInt(from + 1, key.day());
        statement.setString(from + 2, key.lang());
        statement.setString(from + 3, key.query());
    }
}
