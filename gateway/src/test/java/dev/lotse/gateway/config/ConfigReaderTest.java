package dev.lotse.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lotse.gateway.cli.GatewaySettings;
import dev.lotse.gateway.http.SiteSettings;
import dev.lotse.gateway.ops.LogSettings;
import dev.lotse.ranking.text.TextLanguage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void withoutAnythingTheDefaultsHold() {
        GatewaySettings settings = read(null, Map.of(), Map.of(), Map.of());

        assertThat(settings.server().host()).isEqualTo("127.0.0.1");
        assertThat(settings.server().port()).isEqualTo(8080);
        assertThat(settings.server().searchTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(settings.server().maxBody()).isEqualTo(64 << 10);
        assertThat(settings.logging().queries()).isFalse();
        assertThat(settings.admin().key()).isEmpty();
        assertThat(settings.sites()).isEmpty();
    }

    @Test
    void eachLayerOverridesTheOneBelow() throws IOException {
        Path file = file("server: {port: 1001, host: 10.0.0.1, idle-timeout: 5s, gzip: false}");

        GatewaySettings settings = read(
                file,
                Map.of("LOTSE_SERVER_PORT", "1002", "LOTSE_SERVER_HOST", "10.0.0.2", "LOTSE_SERVER_IDLE_TIMEOUT", "6s"),
                Map.of("lotse.server.port", "1003", "lotse.server.host", "10.0.0.3"),
                Map.of("server.port", "1004"));

        assertThat(settings.server().port()).isEqualTo(1004);
        assertThat(settings.server().host()).isEqualTo("10.0.0.3");
        assertThat(settings.server().idleTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(settings.server().gzip()).isFalse();
    }

    @Test
    void sitesHaveNamesThatTheOperatorChooses() throws IOException {
        Path file = file("""
                sites:
                  docs:
                    title: Handbuch
                    base-url: https://www.example.org/docs/
                    origins: [https://www.example.org, "https://Shop.Example.org:8443"]
                  demo:
                    base-url: /demo/
                """);

        Map<String, SiteSettings> sites = read(
                        file, Map.of("LOTSE_SITES_DEMO_ORIGINS", "https://a.example, *"), Map.of(), Map.of())
                .sites();

        assertThat(site(sites, "docs").baseUrl()).isEqualTo(URI.create("https://www.example.org/docs/"));
        assertThat(site(sites, "docs").origins())
                .containsExactly("https://www.example.org", "https://shop.example.org:8443");
        assertThat(site(sites, "demo").origins()).containsExactly("https://a.example", "*");
    }

    @Test
    void searchSettingsHoldForAllLanguagesOrForOne() throws IOException {
        Path file = file("search: {proximity: 0.9, fusion: {dense-weight: 0.2}, de: {proximity: 0.1}}");

        GatewaySettings settings = read(file, Map.of("LOTSE_SEARCH_EN_FUSION_DENSE_WEIGHT", "0.8"), Map.of(), Map.of());

        assertThat(settings.search().of(TextLanguage.GERMAN).proximity()).isEqualTo(0.1f);
        assertThat(settings.search().of(TextLanguage.ENGLISH).proximity()).isEqualTo(0.9f);
        assertThat(settings.search().of(TextLanguage.GERMAN).fusion().denseWeight())
                .isEqualTo(0.2f);
        assertThat(settings.search().of(TextLanguage.ENGLISH).fusion().denseWeight())
                .isEqualTo(0.8f);
    }

    @Test
    void everyMistakeIsToldAtOnceWithKeyValuePlaceAndWhatIsAllowed() throws IOException {
        Path file = file("""
                server:
                  port: 99999
                  max-body: lots
                  prot: 8080
                logging:
                  format: xml
                search:
                  fusion: {dense-weight: 2}
                sites:
                  docs: {origins: [example.org], base-url: "ftp://x"}
                """);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(
                        file,
                        Map.of("LOTSE_SERVER_GZIP", "maybe", "LOTSE_SERVER_PROT", "1"),
                        Map.of("lotse.colour", "red"),
                        Map.of()))
                .satisfies(e -> assertThat(e.problems())
                        .containsExactlyInAnyOrder(
                                "server.port is '99999' in " + file + "; allowed is 0 to 65535",
                                "server.max-body is 'lots' in " + file + "; allowed is 1KiB to 64MiB",
                                "server.gzip is 'maybe' in environment variable LOTSE_SERVER_GZIP; allowed is true or false",
                                "sites.docs.base-url is 'ftp://x' in " + file
                                        + "; allowed is an http(s) URL, or a path of this server that begins with /",
                                "sites.docs.origins is 'example.org' in " + file
                                        + "; allowed is an origin such as https://www.example.org, or *",
                                "search.fusion.dense-weight is '2' in " + file + "; allowed is 0 to 1",
                                "logging.format is 'xml' in " + file + "; allowed is one of plain, json",
                                "unknown key server.prot in " + file + "; did you mean 'server.port'?",
                                "unknown environment variable LOTSE_SERVER_PROT; did you mean 'LOTSE_SERVER_PORT'?",
                                "unknown key colour in system property lotse.colour"));
    }

    @ParameterizedTest
    @CsvSource({
        "server.idle-timeout, 999ms",
        "server.idle-timeout, 2h",
        "server.idle-timeout, 60",
        "server.idle-timeout, -5s",
        "server.max-headers, 1MB",
        "server.max-connections, 0",
        "server.max-connections, 1e3",
        "server.search-timeout, 5ms",
        "models.threads, 0",
        "models.encoder, ''",
    })
    void aValueOutsideItsRangeIsRefused(String key, String value) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(null, Map.of(), Map.of(), Map.of(key, value)))
                .withMessageStartingWith(key + " is '" + value + "' in the command line; allowed is ");
    }

    @Test
    void aSecretComesFromTheEnvironmentOrAFileOnly() throws IOException {
        Path keyFile = folder.resolve("key");
        Files.writeString(keyFile, "a-key-of-more-than-24-characters\n");
        Path file = file("admin: {key-file: '" + keyFile + "'}");

        assertThat(read(file, Map.of(), Map.of(), Map.of())
                        .admin()
                        .key()
                        .orElseThrow()
                        .value())
                .isEqualTo("a-key-of-more-than-24-characters");
        assertThat(read(null, Map.of("LOTSE_ADMIN_KEY", "b-key-of-more-than-24-characters"), Map.of(), Map.of())
                        .admin()
                        .key()
                        .orElseThrow()
                        .value())
                .startsWith("b-key");
    }

    @Test
    void aSecretInTheFileIsRefusedAndNotRepeated() throws IOException {
        Path file = file("admin: {key: a-key-of-more-than-24-characters}");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(file, Map.of(), Map.of(), Map.of()))
                .withMessageContaining("LOTSE_ADMIN_KEY")
                .withMessageNotContaining("a-key-of-more");
    }

    @Test
    void aShortSecretIsRefusedAndNotRepeated() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(null, Map.of("LOTSE_ADMIN_KEY", "hunter2"), Map.of(), Map.of()))
                .withMessageContaining("has 7 characters; allowed is at least 24")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void printingTheSettingsShowsNoSecret() {
        GatewaySettings settings =
                read(null, Map.of("LOTSE_ADMIN_KEY", "b-key-of-more-than-24-characters"), Map.of(), Map.of());

        assertThat(settings.toString()).doesNotContain("b-key-of").contains("***");
    }

    @Test
    void variablesOfTheStartScriptAreNoKeys() {
        assertThat(read(null, Map.of("LOTSE_JAVA_OPTS", "-Xmx1g", "PATH", "/bin"), Map.of(), Map.of()))
                .isNotNull();
    }

    @Test
    void aFileWithoutContentIsFine() throws IOException {
        assertThat(read(file("# nothing yet\n\n"), Map.of(), Map.of(), Map.of())
                        .server()
                        .port())
                .isEqualTo(8080);
    }

    @Test
    void aFileThatIsNoYamlOrIsMissingIsNamed() throws IOException {
        Path broken = file("server: [unclosed");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(broken, Map.of(), Map.of(), Map.of()))
                .withMessageContaining(broken + " is not valid YAML");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(folder.resolve("nope.yaml"), Map.of(), Map.of(), Map.of()))
                .withMessageContaining("does not exist");
    }

    @Test
    void aListInTheEnvironmentReplacesTheWholeListOfTheFile() throws IOException {
        Path file = file("sites: {docs: {origins: [https://a.example, https://b.example, https://c.example]}}");

        Map<String, SiteSettings> sites = read(
                        file, Map.of("LOTSE_SITES_DOCS_ORIGINS", "https://d.example"), Map.of(), Map.of())
                .sites();

        assertThat(site(sites, "docs").origins()).containsExactly("https://d.example");
    }

    @Test
    void namesOfChoicesAreKebabCase() {
        assertThat(read(null, Map.of("LOTSE_LOGGING_FORMAT", "JSON"), Map.of(), Map.of())
                        .logging()
                        .format())
                .isEqualTo(LogSettings.Format.JSON);
    }

    private static SiteSettings site(Map<String, SiteSettings> sites, String name) {
        return Objects.requireNonNull(sites.get(name), name);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("lotse.yaml"), yaml);
    }

    private static GatewaySettings read(
            @Nullable Path file,
            Map<String, String> environment,
            Map<String, String> properties,
            Map<String, String> commandLine) {
        Properties system = new Properties();
        system.putAll(properties);
        return GatewaySettings.read(ConfigLayers.load(file, environment, system, commandLine));
    }
}
