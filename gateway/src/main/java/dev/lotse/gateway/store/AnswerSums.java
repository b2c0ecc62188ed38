package dev.lotse.gateway.store;

import dev.lotse.gateway.analytics.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Sums of one transaction of questions, by day. Used by one thread. */
final class AnswerSums {
    private final TreeMap<Key, long[]> sums = new TreeMap<>(Comparator.comparing(Key::site)
            .thenComparingInt(Key::day)
            .thenComparing(Key::lang)
            .thenComparing(Key::question));

    private record Key(String site, int day, String lang, String question) {}

    void add(Event.Asked event) {
        long[] of = of(event.site(), EventBatch.day(event.at()), event.lang(), event.question());
        of[event.refused() ? 1 : 0]++;
    }

    void add(Event.Voted event) {
        long[] of = of(event.site(), EventBatch.day(event.at()), event.lang(), event.question());
        of[2] += event.helpful();
        of[3] += event.unhelpful();
    }

    private long[] of(String site, int day, String lang, String question) {
        return sums.computeIfAbsent(new Key(site, day, lang, question), each -> new long[4]);
    }

    /** In the order of the keys, so that two gateways cannot lock each other's rows crosswise. */
    void write(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                        "insert into answer_day (site, day_number, lang, question, answered, refused, helpful, unhelpful)"
                                + " values (?, ?, ?, ?, 0, 0, 0, 0) on conflict do nothing");
                PreparedStatement add = connection.prepareStatement("update answer_day set answered = answered + ?,"
                        + " refused = refused + ?, helpful = helpful + ?, unhelpful = unhelpful + ?"
                        + " where site = ? and day_number = ? and lang = ? and question = ?")) {
            for (Map.Entry<Key, long[]> entry : sums.entrySet()) {
                bind(insert, 1, entry.getKey());
                insert.addBatch();
                long[] of = entry.getValue();
                for (int i = 0; i < of.length; i++) {
                    add.setLong(i + 1, of[i]);
                }
                bind(add, of.length + 1, entry.getKey());
                add.addBatch();
            }
            insert.executeBatch();
            add.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, int from, Key key) throws SQLException {
        statement.setString(from, key.site());
        statement.setInt(from + 1, key.day());
        statement.setString(from + 2, key.lang());
        statement.setString(from + 3, key.question());
    }
}
