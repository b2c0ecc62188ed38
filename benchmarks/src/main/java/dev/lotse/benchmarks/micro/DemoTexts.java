package dev.lotse.benchmarks.micro;

import dev.lotse.benchmarks.load.Queries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Texts of the demo site as inputs: its pages and its queries, whose files are in the sources. */
final class DemoTexts {
    private DemoTexts() {}

    /** The top of the sources: {@code bin/lotse} names it, and tests run in a module beside it. */
    static Path home() {
        String named = System.getProperty("lotse.home");
        Path home = named != null ? Path.of(named) : Path.of("..");
        if (!Files.isDirectory(home.resolve("benchmarks/quality"))) {
            throw new IllegalStateException(
                    home.toAbsolutePath() + " has no benchmarks/quality; -Dlotse.home=FOLDER names the sources");
        }
        return home;
    }

    /** Folder of the pages. */
    static Path pages() {
        return home().resolve("gateway/src/main/resources/demo-site");
    }

    /** What visitors ask in German, in the file's order. */
    static List<String> germanQueries() {
        try {
            return Queries.read(home().resolve("benchmarks/quality/demo/queries.de.jsonl"), "text");
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Folder where models are kept between runs. */
    static Path models() {
        return home().resolve("benchmarks/target/data/models");
    }
}
