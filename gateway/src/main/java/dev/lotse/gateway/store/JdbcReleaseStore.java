package dev.lotse.gateway.store;

import dev.lotse.gateway.release.ReleaseStore;
import dev.lotse.gateway.release.StoreException;
import dev.lotse.gateway.rules.RuleSet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Releases in tables. Who writes locks the row of the site first, so that writers of one site wait for each other in every process.
 * Thread-safe.
 */
public final class JdbcReleaseStore implements ReleaseStore {
    private final Database database;

    /** The last content read of each site: releases never change, and reading a large one takes a while. */
    private final Map<String, Content> contents = new ConcurrentHashMap<>();

    private record Content(int number, RuleSet content) {}

    public JdbcReleaseStore(Database database) {
        this.database = database;
    }

    @Override
    public Map<String, Integer> latest() {
        if (!database.exists()) {
            return Map.of();
        }
        return database.inTransaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            Map<String, Integer> latest = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement("select s.name, coalesce(max(r.number), 0)"
                            + " from site s left join rule_release r on r.site = s.name group by s.name");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    latest.put(rows.getString(1), rows.getInt(2));
                }
            }
            return latest;
        });
    }

    @Override
    public <T> T read(String site, Function<Reader, T> work) {
        return database.inTransaction(
                Connection.TRANSACTION_REPEATABLE_READ,
                connection ->
                        unwrapping(() -> work.apply(new JdbcReleaseTransaction(connection, site, this::content))));
    }

    @Override
    public <T> T write(String site, Function<Writer, T> work) {
        return database.inTransaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            lock(connection, site);
            return unwrapping(() -> work.apply(new JdbcReleaseTransaction(connection, site, this::content)));
        });
    }

    /** The row is made beforehand, for what is not there cannot be locked. */
    private static void lock(Connection connection, String site) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into site (name) values (?) on conflict do nothing")) {
            insert.setString(1, site);
            insert.executeUpdate();
        }
        try (PreparedStatement select =
                connection.prepareStatement("select name from site where name = ? for update")) {
            select.setString(1, site);
            select.executeQuery().close();
        }
    }

    private interface Work<T> {
        T run();
    }

    private static <T> T unwrapping(Work<T> work) throws SQLException {
        try {
            return work.run();
        } catch (JdbcReleaseTransaction.Failure e) {
            throw e.sql();
        }
    }

    private @Nullable RuleSet content(String site, int number, JdbcReleaseTransaction.TextReader reader) {
        Content known = contents.get(site);
        if (known != null && known.number() == number) {
            return known.content();
        }
        String text = reader.read();
        if (text == null) {
            return null;
        }
        try {
            RuleSet content = RuleSetText.read(text);
            contents.put(site, new Content(number, content));
            return content;
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    "release " + number + " of site '" + site + "' cannot be read: " + e.getMessage(), e);
        }
    }
}
