package dev.lotse.gateway.store;

import dev.lotse.gateway.analytics.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Sums of one transaction of queries in a row, by day. Used by one thread. */
final class ChainSums {
    /** Between the queries of a chain: no query has one. */
    static final String BORDER = "\n";

    private final TreeMap<Key, Long> sums = new TreeMap<>(
            Comparator.comparing(Key::site).thenComparingInt(Key::day).thenComparing(Key::hash));

    /** @param hash of the chain, which is too long for a key of some databases */
    private record Key(String site, int day, String hash, String chain) {}

    void add(Event.Chained event) {
        String chain = String.join(BORDER, event.queries());
        sums.merge(new Key(event.site(), EventBatch.day(event.at()), hash(chain), chain), 1L, Long::sum);
    }

    void write(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                        "insert into query_chain (site, day_number, chain_hash, chain, times)"
                                + " values (?, ?, ?, ?, 0) on conflict do nothing");
                PreparedStatement add = connection.prepareStatement(
                        "update query_chain set times = times + ? where site = ? and day_number = ? and chain_hash = ?")) {
            for (Map.Entry<Key, Long> entry : sums.entrySet()) {
                Key key = entry.getKey();
                insert.setString(1, key.site());
                insert.setInt(2, key.day());
                insert.setString(3, key.hash());
                insert.setString(4, key.chain());
                insert.addBatch();
                add.setLong(1, entry.getValue());
                add.setString(2, key.site());
                add.setInt(3, key.day());
                add.setString(4, key.hash());
                add.addBatch();
            }
            insert.executeBatch();
            add.executeBatch();
        }
    }

    private static String hash(String chain) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(chain.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
