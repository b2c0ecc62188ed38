package dev.lotse.benchmarks;

import java.nio.file.Path;

/**
 * Where the sources are, and how the program was called.
 *
 * @param folder the top of the sources
 * @param command as it was typed
 */
public record Home(Path folder, String command) {

    /** Where results go that are not to be kept. */
    public Path results() {
        return folder.resolve("benchmarks").resolve("target").resolve("results");
    }

    /** Results that later ones are compared with. */
    public Path baselines() {
        return folder.resolve("benchmarks").resolve("baselines");
    }

    /** Where the demo site is indexed for runs. */
    public Path demoData() {
        return folder.resolve("benchmarks").resolve("target").resolve("data");
    }
}
