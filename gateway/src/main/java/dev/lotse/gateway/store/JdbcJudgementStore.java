package dev.lotse.gateway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.eval.JudgementStore;
import dev.lotse.gateway.release.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Judgements in tables. Thread-safe. */
public final class JdbcJudgementStore implements JudgementStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Integer>> GRADES = new TypeReference<>() {};

    private final Database database;

    public JdbcJudgementStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Judged> judged(String site) {
        return select(
                "select query, grades, judged_at, judged_by from judgement where site = ? order by query",
                statement -> statement.setString(1, site),
                row -> new Judged(
                        row.getString(1),
                        grades(row.getString(2)),
                        Instant.ofEpochMilli(row.getLong(3)),
                        row.getString(4)));
    }

    @Override
    public void put(String site, List<Judged> queries) {
        boolean unused = database.inTransaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            for (Judged judged : queries) {
                if (judged.grades().isEmpty()) {
                    delete(connection, site, judged.query());
                } else if (update(connection, site, judged) == 0 && insert(connection, site, judged) == 0) {
                    // Somebody else inserted it between the two: theirs is replaced like one that was there before.
                    update(connection, site, judged);
                }
            }
            return true;
        });
    }

    private static void delete(Connection connection, String site, String query) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from judgement where site = ? and query = ?")) {
            delete.setString(1, site);
            delete.setString(2, query);
            delete.executeUpdate();
        }
    }

    private static int update(Connection connection, String site, Judged judged) throws SQLException {
        return write(
                connection,
                "update judgement set grades = ?, relevant = ?, judged_at = ?, judged_by = ? where site = ? and query = ?",
                site,
                judged);
    }

    private static int insert(Connection connection, String site, Judged judged) throws SQLException {
        return write(
                connection,
                "insert into judgement (grades, relevant, judged_at, judged_by, site, query) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                site,
                judged);
    }

    private static int write(Connection connection, String sql, String site, Judged judged) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.setString(1, text(judged.grades()));
            write.setBoolean(2, judged.grades().values().stream().anyMatch(grade -> grade > 0));
            write.setLong(3, judged.at().toEpochMilli());
            write.setString(4, judged.by());
            write.setString(5, site);
            write.setString(6, judged.query());
            return write.executeUpdate();
        }
    }

    @Override
    public List<Quality> history(String site, int limit) {
        return select(
                "select release_number, measured_at, queries, ndcg from release_quality where site = ?"
                        + " order by release_number desc limit ?",
                statement -> {
                    statement.setString(1, site);
                    statement.setInt(2, limit);
                },
                row -> new Quality(
                        row.getInt(1), Instant.ofEpochMilli(row.getLong(2)), row.getInt(3), row.getDouble(4)));
    }

    @Override
    public List<Unmeasured> unmeasured() {
        return select(
                "select r.site, max(r.number) from rule_release r"
                        + " where exists (select 1 from judgement j where j.site = r.site and j.relevant)"
                        + " group by r.site having max(r.number) > coalesce("
                        + "(select max(q.release_number) from release_quality q where q.site = r.site), 0)"
                        + " order by r.site",
                statement -> {},
                row -> new Unmeasured(row.getString(1), row.getInt(2)));
    }

    @Override
    public void record(String site, Quality quality) {
        int unused = database.inTransaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            try (PreparedStatement insert = connection.prepareStatement("insert into release_quality"
                    + " (site, release_number, measured_at, queries, ndcg) values (?, ?, ?, ?, ?)"
                    + " on conflict do nothing")) {
                insert.setString(1, site);
                insert.setInt(2, quality.release());
                insert.setLong(3, quality.at().toEpochMilli());
                insert.setInt(4, quality.queries());
                insert.setDouble(5, quality.ndcg());
                return insert.executeUpdate();
            }
        });
    }

    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> select(String sql, Parameters parameters, Row<T> row) {
        if (!database.exists()) {
            return List.of();
        }
        return database.inTransaction(Connection.TRANSACTION_READ_COMMITTED, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                parameters.set(select);
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

    private static String text(Map<String, Integer> grades) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(grades));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("grades can always be written", e);
        }
    }

    private static Map<String, Integer> grades(String text) {
        try {
            return JSON.readValue(text, GRADES);
        } catch (JsonProcessingException e) {
            throw new StoreException("grades in the store cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
