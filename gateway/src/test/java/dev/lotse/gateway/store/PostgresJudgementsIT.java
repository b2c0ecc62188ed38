package dev.lotse.gateway.store;

import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresJudgementsIT extends JudgementsContract {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    @Override
    Database open() {
        return SERVER.open();
    }
}
