package dev.lotse.gateway.store;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class PostgresJudgementsIT extends JudgementsContract {
    private static PostgresServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = new PostgresServer();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @AfterEach
    void empty() throws SQLException {
        server.empty();
    }

    @Override
    Database open() {
        return server.open();
    }
}
