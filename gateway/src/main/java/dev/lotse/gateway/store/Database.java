package dev.lotse.gateway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lotse.gateway.release.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the store, which is opened and brought up to date when it is first needed. Several processes may use one file: the
 * first serves it to the others on this machine. Thread-safe.
 */
public final class Database implements AutoCloseable {
    private static final String FILE = "lotse";

    private final Path folder;
    private final StoreSettings settings;
    private final InstantSource clock;
    private @Nullable HikariDataSource source;

    /** @param folder of the file, made when something is written */
    public Database(Path folder, StoreSettings settings, InstantSource clock) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
    }

    /** Work with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Whether anything was ever written: a site that nobody tunes must not pay for a database. */
    boolean exists() {
        return settings.url().isPresent() || Files.exists(folder.resolve(FILE + ".mv.db"));
    }

    /**
     * Runs work in a transaction of its own. A failure of any kind undoes it.
     *
     * @param isolation one of {@link Connection}'s levels
     * @throws StoreException when the store cannot do it
     */
    <T> T inTransaction(int isolation, Work<T> work) {
        try (Connection connection = open().getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(isolation);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreException("the store cannot be used: " + e.getMessage(), e);
        }
    }

    private synchronized HikariDataSource open() throws SQLException {
        HikariDataSource opened = source;
        if (opened == null) {
            opened = connect();
            try (Connection connection = opened.getConnection()) {
                Migrations.run(connection, clock);
            } catch (SQLException | RuntimeException e) {
                opened.close();
                throw e;
            }
            source = opened;
        }
        return opened;
    }

    private HikariDataSource connect() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("lotse-store");
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(5_000);
        if (settings.url().isPresent()) {
            config.setJdbcUrl(settings.url().get());
        } else {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new StoreException("the folder " + folder + " cannot be made: " + e.getMessage(), e);
            }
            // WRITE_DELAY=0: a commit is in the file before it returns, so that kill -9 loses nothing that was
            // acknowledged.
            config.setJdbcUrl("jdbc:h2:file:" + folder.resolve(FILE).toAbsolutePath()
                    + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;AUTO_SERVER=TRUE"
                    + ";WRITE_DELAY=0;LOCK_TIMEOUT=10000");
        }
        settings.user().ifPresent(config::setUsername);
        settings.password().ifPresent(password -> config.setPassword(password.value()));
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new StoreException("the store cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (source != null) {
            source.close();
            source = null;
        }
    }
}
