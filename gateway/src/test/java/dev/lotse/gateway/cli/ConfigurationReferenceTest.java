package dev.lotse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.config.ConfigKey;
import dev.lotse.gateway.config.ConfigLayers;
import dev.lotse.gateway.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** docs/config.md lists what the program reads, no more and no less, with the defaults and bounds that hold. */
class ConfigurationReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "config.md");

    /** Sections whose names the operator chooses exist as soon as one key in them is set. */
    private static final Map<String, String> CHOSEN_NAMES = Map.of(
            "sites.example.title", "Example",
            "providers.example.url", "https://api.example.org/v1",
            "providers.example.models.example.model", "example-1",
            "chains.example.strategy", "ordered",
            "budgets.sites.example.tokens", "1000",
            "rerank.sites.example.depth", "10",
            "inference.keys.example.site", "example",
            "admin.keys.example.role", "analyst");

    @Test
    void theReferenceListsEveryKeyWithItsDefaultAndWhatIsAllowed() throws IOException {
        ConfigReader reader = ConfigReader.of(ConfigLayers.load(null, Map.of(), new Properties(), CHOSEN_NAMES));
        GatewaySettings unused = GatewaySettings.read(reader);
        Set<String> wanted = new TreeSet<>();
        for (ConfigKey key : reader.keys()) {
            String standard = key.defaultValue().isEmpty() ? "" : "`" + key.defaultValue() + "`";
            wanted.add(row("`" + key.name() + "`", standard, key.allowed()));
        }

        Set<String> documented = new TreeSet<>();
        List<String> withoutMeaning = new ArrayList<>();
        for (String line : Files.readAllLines(REFERENCE)) {
            if (line.startsWith("| `")) {
                String[] cells = line.split("\\|", -1);
                documented.add(row(cells[1].strip(), cells[2].strip(), cells[3].strip()));
                if (cells[4].isBlank()) {
                    withoutMeaning.add(cells[1].strip());
                }
            }
        }

        assertThat(documented).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(withoutMeaning).isEmpty();
    }

    private static String row(String key, String standard, String allowed) {
        return "| " + key + " | " + standard + " | " + allowed + " |";
    }
}
