package dev.lotse.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is deployed beside the gateway speaks of meters that there are, and each alert has its chapter. */
class DeploymentTest {
    private static final Path TOP = Path.of("..");
    private static final Path DASHBOARD = TOP.resolve("deploy/grafana/lotse.json");
    private static final Path ALERTS = TOP.resolve("deploy/prometheus/alerts.yml");
    private static final Pattern METRIC = Pattern.compile("lotse_[a-z_]+");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(lotse_[a-z_]+)` \\| (\\w+) \\|");
    private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");
    private static final Pattern CHAPTER = Pattern.compile("(?m)^## (\\w+)$");

    @Test
    void dashboardAndAlertsNameSeriesThatAreExposed() throws IOException {
        Set<String> exposed = exposed();

        assertThat(exposed)
                .contains("lotse_search_seconds_bucket", "lotse_overload_refused_total", "lotse_redis_usable");
        assertThat(names(Files.readString(DASHBOARD))).hasSizeGreaterThan(10).isSubsetOf(exposed);
        assertThat(names(Files.readString(ALERTS))).hasSizeGreaterThan(5).isSubsetOf(exposed);
    }

    @Test
    void eachAlertHasItsChapterInTheRunbookAndNoChapterIsLeftOver() throws IOException {
        Set<String> alerts = all(ALERT, Files.readString(ALERTS));

        assertThat(alerts).hasSizeGreaterThan(5);
        assertThat(all(CHAPTER, Files.readString(TOP.resolve("docs/runbook.md"))))
                .containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void theDashboardIsWhatGrafanaReads() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DASHBOARD));

        Set<Integer> ids = new HashSet<>();
        assertThat(dashboard.path("uid").asText()).isEqualTo("lotse");
        assertThat(dashboard.path("panels")).hasSizeGreaterThan(5).allSatisfy(panel -> {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("targets")).isNotEmpty();
        });
    }

    /** The series that Prometheus sees of the meters in docs/metrics.md, which another test compares with the program. */
    private static Set<String> exposed() throws IOException {
        Set<String> exposed = new TreeSet<>();
        ROW.matcher(Files.readString(TOP.resolve("docs/metrics.md")))
                .results()
                .forEach(row -> exposed.addAll(
                        switch (row.group(2)) {
                            case "histogram" ->
                                List.of(row.group(1) + "_bucket", row.group(1) + "_count", row.group(1) + "_sum");
                            case "counter" -> List.of(row.group(1) + "_total");
                            default -> List.of(row.group(1));
                        }));
        return exposed;
    }

    private static Set<String> names(String text) {
        return METRIC.matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
