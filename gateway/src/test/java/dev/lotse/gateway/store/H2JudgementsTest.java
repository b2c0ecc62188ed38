package dev.lotse.gateway.store;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class H2JudgementsTest extends JudgementsContract {
    @TempDir
    private Path folder;

    @Override
    Database open() {
        return new Database(folder, StoreSettings.embedded(), InstantSource.system());
    }
}
