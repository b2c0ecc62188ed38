package dev.lotse.gateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Sums of one transaction by hour, language, device and form of the query. Used by one thread. */
final class HourSums {
    private static final int MILLIS_PER_HOUR = 3_600_000;

    private final TreeMap<Key, Sums> sums = new TreeMap<>(Comparator.comparing(Key::site)
            .thenComparingLong(Key::hour)
            .thenComparing(Key::lang)
            .thenComparing(Key::device)
            .thenComparing(Key::category));

    /** @param hour since 1970-01-01 in UTC */
    private record Key(String site, long hour, String lang, String device, String category) {}

    Sums of(String site, long millis, String lang, String device, String category) {
        Key key = new Key(site, Math.floorDiv(millis, MILLIS_PER_HOUR), lang, device, category);
        return sums.computeIfAbsent(key, each -> new Sums());
    }

    /** In the order of the keys, so that two gateways cannot lock each other's rows crosswise. */
    void write(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                        "insert into search_hour (site, hour_number, lang, device, category,"
                                + " searches, empty_searches, clicked_searches, clicks, reciprocal_ranks)"
                                + " values (?, ?, ?, ?, ?, 0, 0, 0, 0, 0) on conflict do nothing");
                PreparedStatement add = connection.prepareStatement("update search_hour set searches = searches + ?,"
                        + " empty_searches = empty_searches + ?, clicked_searches = clicked_searches + ?,"
                        + " clicks = clicks + ?, reciprocal_ranks = reciprocal_ranks + ?"
                        + " where site = ? and hour_number = ? and lang = ? and device = ? and category = ?")) {
            for (Map.Entry<Key, Sums> entry : sums.entrySet()) {
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

    private static void bind(PreparedStatement statement, int from, Key key) throws SQLException {
        statement.setString(from, key.site());
        statement.setLong(from + 1, key.hour());
        statement.setString(from + 2, key.lang());
        statement.setString(from + 3, key.device());
        statement.setString(from + 4, key.category());
    }
}
