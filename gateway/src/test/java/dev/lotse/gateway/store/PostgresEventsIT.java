package dev.lotse.gateway.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** On a real PostgreSQL, started from its binaries on a free port. */
class PostgresEventsIT extends EventsContract {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startServer() throws IOException {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        postgres.close();
    }

    @AfterEach
    void empty() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
        }
    }

    @Override
    Database open() {
        StoreSettings settings = new StoreSettings(
                Optional.of("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres"),
                Optional.of("postgres"),
                Optional.empty(),
                8);
        return new Database(Path.of("unused"), settings, InstantSource.system());
    }
}
