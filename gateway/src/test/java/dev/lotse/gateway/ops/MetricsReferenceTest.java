package dev.lotse.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/metrics.md lists the meters that there are. */
class MetricsReferenceTest {
    private static final Pattern NAME = Pattern.compile("\"(lotse_[a-z_]+)\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(lotse_[a-z_]+)` \\|");

    @Test
    void theReferenceListsEveryMeter() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path file : sourcesWithMeters()) {
            used.addAll(all(NAME, Files.readString(file)));
        }

        assertThat(used).contains("lotse_search_seconds");
        assertThat(all(ROW, Files.readString(Path.of("..", "docs", "metrics.md"))))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    private static List<Path> sourcesWithMeters() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> read(file).contains("import io.helidon.metrics.api."))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
