package dev.lotse.gateway.ingest.run;

import dev.lotse.gateway.ingest.passage.PassageSettings;
import java.time.Duration;

/**
 * How runs are done.
 *
 * @param passages how pages are cut
 * @param encodingBatch passages handed to the encoder at once, 1 to 1024
 * @param encodingThreads batches under way at once, 1 to 64; two keep all lanes of an encoder busy
 * @param progressInterval how often progress is told, from 10 ms
 * @param allowEmpty whether a run that finds no page may replace the pages of its source by nothing
 */
public record IngestSettings(
        PassageSettings passages,
        int encodingBatch,
        int encodingThreads,
        Duration progressInterval,
        boolean allowEmpty) {

    public IngestSettings {
        check("encodingBatch", encodingBatch, 1, 1024);
        check("encodingThreads", encodingThreads, 1, 64);
        if (progressInterval.toMillis() < 10) {
            throw new IllegalArgumentException("progressInterval: " + progressInterval + " is below 10 ms");
        }
    }

    /** Passages by default, two batches of 64, progress every 300 ms, no empty runs. */
    public static IngestSettings defaults() {
        return new IngestSettings(PassageSettings.DEFAULT, 64, 2, Duration.ofMillis(300), false);
    }

    /** The same, but a run that finds no page empties its source. */
    public IngestSettings withAllowEmpty(boolean allow) {
        return new IngestSettings(passages, encodingBatch, encodingThreads, progressInterval, allow);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " is not within " + least + " to " + most);
        }
    }
}
