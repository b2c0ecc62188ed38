package dev.lotse.gateway.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real PostgreSQL, started from its binaries on a free port for the tests of a class; each test finds it empty. */
final class PostgresServer implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    @SuppressWarnings("NullAway.Init") // set before the first test
    private EmbeddedPostgres process;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        process = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }

    /** The store on it. */
    Database open() {
        StoreSettings settings = new StoreSettings(
                Optional.of("jdbc:postgresql://127.0.0.1:" + process.getPort() + "/postgres"),
                Optional.of("postgres"),
                Optional.empty(),
                8);
        return new Database(Path.of("unused"), settings, InstantSource.system());
    }

    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        try (Connection connection = process.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        process.close();
    }
}
