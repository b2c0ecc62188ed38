package dev.lotse.gateway.store;

import dev.lotse.gateway.signin.Session;
import dev.lotse.gateway.signin.SessionStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Sessions in a table. Thread-safe. */
public final class JdbcSessionStore implements SessionStore {
    private final Database database;

    public JdbcSessionStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(Session session, Instant now) {
        boolean unused = database.inTransaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            try (PreparedStatement delete =
                            connection.prepareStatement("delete from admin_session where ends_at <= ?");
                    PreparedStatement insert = connection.prepareStatement(
                            "insert into admin_session (token_hash, actor, role, ends_at) values (?, ?, ?, ?)")) {
                delete.setLong(1, now.toEpochMilli());
                delete.executeUpdate();
                insert.setString(1, session.tokenHash());
                insert.setString(2, session.actor());
                insert.setString(3, session.role());
                insert.setLong(4, session.until().toEpochMilli());
                return insert.executeUpdate() == 1;
            }
        });
    }

    @Override
    public Optional<Session> find(String tokenHash, Instant now) {
        if (!database.exists()) {
            return Optional.empty();
        }
        return database.inTransaction(
                Connection.TRANSACTION_READ_COMMITTED, connection -> find(connection, tokenHash, now));
    }

    private static Optional<Session> find(Connection connection, String tokenHash, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select actor, role, ends_at from admin_session where token_hash = ? and ends_at > ?")) {
            select.setString(1, tokenHash);
            select.setLong(2, now.toEpochMilli());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Session(
                                tokenHash, row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))))
                        : Optional.empty();
            }
        }
    }

    @Override
    public void remove(String tokenHash) {
        if (!database.exists()) {
            return;
        }
        boolean unused = database.inTransaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from admin_session where token_hash = ?")) {
                delete.setString(1, tokenHash);
                return delete.executeUpdate() == 1;
            }
        });
    }
}
