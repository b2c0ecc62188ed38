package dev.lotse.gateway.store;

import dev.lotse.gateway.release.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * Brings the tables up to date. Steps are numbered and never changed once released; each can be run twice without harm, for two
 * gateways may start at once.
 */
final class Migrations {
    private static final List<String> STEPS =
            List.of("V1__releases.sql", "V2__events.sql", "V3__judgements.sql", "V4__sessions.sql", "V5__visits.sql");

    private Migrations() {}

    static void run(Connection connection, InstantSource clock) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists lotse_schema"
                    + " (version integer not null primary key, step varchar(100) not null, run_at bigint not null)");
            int done = version(statement);
            if (done > STEPS.size()) {
                throw new StoreException(
                        "the store was written by a newer version of Lotse (schema " + done + ", this one knows "
                                + STEPS.size() + ")",
                        new SQLException("schema " + done));
            }
            for (int i = done; i < STEPS.size(); i++) {
                for (String sql : statements(STEPS.get(i))) {
                    statement.execute(sql);
                }
                note(connection, i + 1, STEPS.get(i), clock);
            }
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select coalesce(max(version), 0) from lotse_schema")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void note(Connection connection, int version, String step, InstantSource clock) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into lotse_schema (version, step, run_at) select ?, ?, ?"
                        + " where not exists (select 1 from lotse_schema where version = ?)")) {
            insert.setInt(1, version);
            insert.setString(2, step);
            insert.setLong(3, clock.millis());
            insert.setInt(4, version);
            insert.executeUpdate();
        }
    }

    private static List<String> statements(String step) {
        try (InputStream in = Migrations.class.getResourceAsStream(step)) {
            if (in == null) {
                throw new IllegalStateException("the migration " + step + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            return Arrays.stream(text.split(";", -1))
                    .map(String::strip)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("the migration " + step + " cannot be read", e);
        }
    }
}
