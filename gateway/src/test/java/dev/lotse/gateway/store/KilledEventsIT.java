package dev.lotse.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.analytics.Event;
import dev.lotse.gateway.analytics.EventIntake;
import dev.lotse.gateway.analytics.EventObserver;
import dev.lotse.gateway.analytics.EventStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while events come in: every one that was acknowledged is there. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class KilledEventsIT {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int ACKNOWLEDGED = 300;

    @TempDir
    private Path folder;

    /** Takes events as fast as it can and says after each acknowledgement how many there were. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws InterruptedException {
            Database database = new Database(Path.of(arguments[0]), StoreSettings.embedded(), InstantSource.system());
            EventIntake intake = new EventIntake(new JdbcEventStore(database), new EventObserver() {
                @Override
                public void stored(int events) {}

                @Override
                public void dropped(int events) {}
            });
            for (int i = 1; ; i++) {
                Event event = new Event.Searched("docs", NOON, "id" + i, "de", "strom", 1);
                if (intake.accept(List.of(event), Duration.ofSeconds(30)) == EventIntake.Outcome.STORED) {
                    System.out.println(i);
                    System.out.flush();
                }
            }
        }
    }

    @Test
    void everyAcknowledgedEventSurvives() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int acknowledged = 0;
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.matches("\\d+")) {
                    acknowledged = Integer.parseInt(line);
                    if (acknowledged == ACKNOWLEDGED) {
                        // Not the process's own method: that would also close what it has said already.
                        boolean unused = process.toHandle().destroyForcibly();
                    }
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }

        assertThat(acknowledged).isGreaterThanOrEqualTo(ACKNOWLEDGED);
        try (Database database = new Database(folder, StoreSettings.embedded(), InstantSource.system())) {
            int today = EventBatch.day(NOON);
            long kept = new JdbcEventStore(database)
                    .days(new EventStore.Span("docs", today, today, null))
                    .getFirst()
                    .totals()
                    .searches();
            assertThat(kept).isGreaterThanOrEqualTo(acknowledged);
        }
    }
}
