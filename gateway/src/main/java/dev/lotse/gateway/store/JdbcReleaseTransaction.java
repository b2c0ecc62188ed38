package dev.lotse.gateway.store;

import dev.lotse.gateway.release.AuditEntry;
import dev.lotse.gateway.release.Change;
import dev.lotse.gateway.release.ChangeSet;
import dev.lotse.gateway.release.Release;
import dev.lotse.gateway.release.ReleaseStore;
import dev.lotse.gateway.rules.EntryJson;
import dev.lotse.gateway.rules.EntryKind;
import dev.lotse.gateway.rules.RuleSet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One transaction on one site. Used by one thread. */
final class JdbcReleaseTransaction implements ReleaseStore.Writer {
    private static final int DETAIL = 2000;
    private static final int SUBJECT = 200;
    private static final String RELEASE = "number, hash, created_at, created_by, note, change_set, restores";
    private static final String CHANGE_SET =
            "id, name, note, state, created_at, created_by, updated_at, publish_at, release_number, revision";

    private final Connection connection;
    private final String site;
    private final Contents contents;

    /** Carries a failure out of a caller's function. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient SQLException sql;

        Failure(SQLException sql) {
            super(sql);
            this.sql = sql;
        }

        SQLException sql() {
            return sql;
        }
    }

    /** Reads the text of a content, or null where there is none. */
    interface TextReader {
        @Nullable
        String read();
    }

    /** Makes contents of texts, perhaps without reading them. */
    interface Contents {
        @Nullable
        RuleSet of(String site, int number, TextReader reader);
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    JdbcReleaseTransaction(Connection connection, String site, Contents contents) {
        this.connection = connection;
        this.site = site;
        this.contents = contents;
    }

    @Override
    public int latest() {
        return query("select coalesce(max(number), 0) from rule_release where site = ?", row -> row.getInt(1))
                .getFirst();
    }

    @Override
    public Optional<Release> release(int number) {
        return query(
                        "select " + RELEASE + " from rule_release where site = ? and number = ?",
                        JdbcReleaseTransaction::release,
                        number)
                .stream()
                .findFirst();
    }

    @Override
    public List<Release> releases(int before, int limit) {
        return query(
                "select " + RELEASE + " from rule_release where site = ? and number < ? order by number desc limit ?",
                JdbcReleaseTransaction::release,
                before,
                limit);
    }

    @Override
    public Optional<RuleSet> content(int number) {
        return Optional.ofNullable(contents.of(
                site,
                number,
                () -> query(
                                "select content from rule_release where site = ? and number = ?",
                                row -> row.getString(1),
                                number)
                        .stream()
                        .findFirst()
                        .orElse(null)));
    }

    @Override
    public List<ChangeSet> changeSets(boolean openOnly, int limit) {
        return query(
                "select " + CHANGE_SET + " from change_set where site = ?"
                        + (openOnly ? " and state in ('open', 'scheduled')" : "")
                        + " order by updated_at desc, id limit ?",
                JdbcReleaseTransaction::changeSet,
                limit);
    }

    @Override
    public Optional<ChangeSet> changeSet(String id) {
        return query(
                        "select " + CHANGE_SET + " from change_set where site = ? and id = ?",
                        JdbcReleaseTransaction::changeSet,
                        id)
                .stream()
                .findFirst();
    }

    @Override
    public List<Change> changes(String changeSet) {
        return query(
                "select kind, entry, content, base, changed_at, changed_by from entry_change"
                        + " where site = ? and change_set = ? order by kind, entry",
                JdbcReleaseTransaction::change,
                changeSet);
    }

    @Override
    public List<AuditEntry> audit(int before, int limit) {
        return query(
                "select id, occurred_at, actor, action, subject, detail, chain from audit_entry"
                        + " where site = ? and id < ? order by id desc limit ?",
                row -> new AuditEntry(
                        row.getInt(1),
                        Instant.ofEpochMilli(row.getLong(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)),
                before,
                limit);
    }

    @Override
    public void put(ChangeSet set) {
        update("delete from change_set where site = ? and id = ?", set.id());
        Instant publishAt = set.publishAt();
        update(
                "insert into change_set (site, " + CHANGE_SET + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                set.id(),
                set.name(),
                set.note(),
                set.state().wireName(),
                set.createdAt().toEpochMilli(),
                set.createdBy(),
                set.updatedAt().toEpochMilli(),
                publishAt == null ? null : publishAt.toEpochMilli(),
                set.release(),
                set.revision());
    }

    @Override
    public void put(String changeSet, List<Change> changes) {
        try (PreparedStatement delete = connection.prepareStatement(
                        "delete from entry_change where site = ? and change_set = ? and kind = ? and entry = ?");
                PreparedStatement insert = connection.prepareStatement("insert into entry_change (site, change_set,"
                        + " kind, entry, content, base, changed_at, changed_by) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            int waiting = 0;
            for (Change change : changes) {
                bind(delete, changeSet, change.kind().wireName(), change.id());
                delete.addBatch();
                bind(
                        insert,
                        changeSet,
                        change.kind().wireName(),
                        change.id(),
                        change.entry() == null ? null : EntryJson.text(change.entry()),
                        change.base(),
                        change.at().toEpochMilli(),
                        change.by());
                insert.addBatch();
                if (++waiting % 1000 == 0) {
                    delete.executeBatch();
                    insert.executeBatch();
                }
            }
            delete.executeBatch();
            insert.executeBatch();
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    @Override
    public void remove(String changeSet, EntryKind kind, String id) {
        update(
                "delete from entry_change where site = ? and change_set = ? and kind = ? and entry = ?",
                changeSet,
                kind.wireName(),
                id);
    }

    @Override
    public void add(Release release, RuleSet content) {
        update(
                "insert into rule_release (site, content, " + RELEASE + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                RuleSetText.write(content),
                release.number(),
                release.hash(),
                release.at().toEpochMilli(),
                release.by(),
                release.note(),
                release.changeSet(),
                release.restores());
    }

    @Override
    public void audit(AuditEntry entry) {
        AuditEntry last = audit(Integer.MAX_VALUE, 1).stream().findFirst().orElse(null);
        int id = last == null ? 1 : last.id() + 1;
        String subject = cut(entry.subject(), SUBJECT);
        String detail = cut(entry.detail(), DETAIL);
        String chain = EntryJson.sha256(String.join(
                "\n",
                last == null ? "" : last.chain(),
                site,
                Integer.toString(id),
                Long.toString(entry.at().toEpochMilli()),
                entry.actor(),
                entry.action(),
                subject,
                detail));
        update(
                "insert into audit_entry (site, id, occurred_at, actor, action, subject, detail, chain)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                entry.at().toEpochMilli(),
                entry.actor(),
                entry.action(),
                subject,
                detail,
                chain);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static Release release(ResultSet row) throws SQLException {
        return new Release(
                row.getInt(1),
                row.getString(2),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getObject(7, Integer.class));
    }

    private static ChangeSet changeSet(ResultSet row) throws SQLException {
        String state = row.getString(4);
        Long publishAt = row.getObject(8, Long.class);
        ChangeSet.State found = ChangeSet.State.OPEN;
        for (ChangeSet.State each : ChangeSet.State.values()) {
            found = each.wireName().equals(state) ? each : found;
        }
        return new ChangeSet(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                found,
                Instant.ofEpochMilli(row.getLong(5)),
                row.getString(6),
                Instant.ofEpochMilli(row.getLong(7)),
                publishAt == null ? null : Instant.ofEpochMilli(publishAt),
                row.getObject(9, Integer.class),
                row.getInt(10));
    }

    private static Change change(ResultSet row) throws SQLException {
        EntryKind kind = EntryKind.of(row.getString(1));
        String content = row.getString(3);
        return new Change(
                kind,
                row.getString(2),
                content == null ? null : EntryJson.parse(kind, content),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                row.getString(6));
    }

    /** The first parameter is the site. */
    private <T> List<T> query(String sql, Row<T> row, Object... parameters) {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bind(select, parameters);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(row.read(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    private void update(String sql, @Nullable Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new Failure(e);
        }
    }

    private void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        statement.setString(1, site);
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            if (parameter == null) {
                // The driver knows the column's type; a null of text is taken for any.
                statement.setNull(i + 2, Types.NULL);
            } else {
                statement.setObject(i + 2, parameter);
            }
        }
    }
}
