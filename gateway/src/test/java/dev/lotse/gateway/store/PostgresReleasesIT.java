package dev.lotse.gateway.store;

import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresReleasesIT extends ReleasesContract {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    @Override
    Database open() {
        return SERVER.open();
    }
}
