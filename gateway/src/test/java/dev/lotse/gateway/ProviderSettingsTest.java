package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lotse.gateway.cli.GatewaySettings;
import dev.lotse.gateway.config.ConfigException;
import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.chain.ChainConfig;
import dev.lotse.gateway.provider.setup.ProviderSettings;
import dev.lotse.gateway.provider.setup.ProvidersSettings;
import dev.lotse.gateway.provider.transport.AuthScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderSettingsTest {
    private static final String KEY = "sk-of-the-operator-1";

    private static final Map<String, String> BASE = Map.of(
            "providers.openai.url", "https://api.openai.com/v1",
            "providers.openai.models.mini.model", "gpt-5.4-mini",
            "providers.openai.models.mini.price.input", "0.25",
            "providers.openai.models.mini.price.output", "2",
            "providers.home.url", "http://127.0.0.1:11434/v1",
            "providers.home.auth", "none",
            "providers.home.models.llama.price.input", "0",
            "providers.home.models.llama.price.output", "0",
            "chains.default.steps", "openai/mini,home/llama:5",
            "chains.default.aliases", "gpt-4o-mini");

    @Test
    void providersAndChainsAreReadWithTheDefaultsOfTheirKind() {
        ProvidersSettings settings =
                read(Map.of("providers.openai.retries", "3")).providers();

        ProviderSettings openai = Objects.requireNonNull(settings.providers().get("openai"));
        assertThat(openai.endpoint().auth()).isEqualTo(AuthScheme.BEARER);
        assertThat(openai.endpoint().key().key().orElseThrow().value()).isEqualTo(KEY);
        assertThat(openai.retries()).isEqualTo(3);
        assertThat(openai.limits().firstToken()).isEqualTo(Duration.ofSeconds(15));
        assertThat(openai.redact()).isTrue();
        var chain = Objects.requireNonNull(settings.chains().get("default"));
        assertThat(chain.aliases()).containsExactly("gpt-4o-mini");
        assertThat(chain.config().steps())
                .containsExactly(new ChainConfig.Step("openai/mini", 1), new ChainConfig.Step("home/llama", 5));
        assertThat(chain.config().hedgeAfter()).isNull();
    }

    @Test
    void nothingShowsAKey() {
        assertThat(read(Map.of()).toString()).doesNotContain(KEY);
    }

    @Test
    void budgetsAreUnlimitedUnlessSet() {
        GatewaySettings settings = read(Map.of("budgets.site.money", "2.50", "budgets.sites.www.tokens", "1000"));

        assertThat(settings.providers().budgets().site().money()).isEqualTo(Money.of("2.5"));
        assertThat(settings.providers().budgets().site().tokens()).isEqualTo(Long.MAX_VALUE);
        assertThat(Objects.requireNonNull(settings.providers().budgets().sites().get("www"))
                        .tokens())
                .isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "providers.openai.format|gopher|providers.openai.format is 'gopher'",
                "providers.openai.url|ftp://x|providers.openai.url is 'ftp://x'",
                "providers.openai.url|http://api.example.org/v1|https only",
                "providers.openai.key|sk-in-the-open|providers.openai.key is a secret and must not stand in",
                "providers.openai.models.mini.price.input|-1|providers.openai.models.mini.price.input is '-1'",
                "providers.other.url|https://x.example|providers.other.key is ''; allowed is the environment variable",
                "providers.openai.models.big.model|gpt|providers.openai.models.big.price.output is ''",
                "chains.default.steps|openai/maxi|chains.default.steps is 'openai/maxi'",
                "chains.default.fallback-share|1|chains.default.fallback-share is '1'",
                "chains.second.steps|openai/mini,openai/mini|names a target twice",
                "chains.gpt-4o-mini.steps|home/llama|chains.default.aliases is 'gpt-4o-mini'",
                "budgets.site.money|much|budgets.site.money is 'much'",
                "budgets.zone|Mars|budgets.zone is 'Mars'",
                "inference.keys.shop.hash|abc|inference.keys.shop.hash is 'abc'",
                "providers.openai.timeout|1s|unknown key providers.openai.timeout"
            })
    void aMistakeIsNamedWithItsKeyAndWhatIsAllowed(String key, String value, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of(key, value)))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain(KEY));
    }

    @Test
    void vectorsOfDifferentModelsDoNotStandInForEachOther() {
        Map<String, String> more = new HashMap<>();
        for (String name : List.of("small", "large")) {
            more.put("providers.openai.models." + name + ".kind", "embeddings");
            more.put("providers.openai.models." + name + ".price.input", "0.02");
        }
        more.put("chains.vectors.steps", "openai/small,openai/large");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(more))
                .withMessageContaining("vectors of different models cannot be compared");
    }

    @Test
    void vectorsAreNotAskedForWhereTheFormatHasNone() {
        Map<String, String> more = Map.of(
                "providers.home.format", "anthropic",
                "providers.home.models.vectors.kind", "embeddings",
                "providers.home.models.vectors.price.input", "0");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(more))
                .withMessageContaining("providers.home.models.vectors.kind is 'embeddings'; allowed is chat");
    }

    @Test
    void aKeyThatNoHeaderTakesIsNamedWithoutBeingShown(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "schlüssel-der-nicht-passt");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> TestGateway.settings(Map.of("LOTSE_PROVIDERS_OPENAI_KEY_FILE", file.toString()), BASE))
                .withMessageContaining("providers.openai.key is '[hidden]'; allowed is visible ASCII characters")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("nicht-passt"));
    }

    private static GatewaySettings read(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(BASE);
        all.putAll(more);
        return TestGateway.settings(Map.of("LOTSE_PROVIDERS_OPENAI_KEY", KEY), all);
    }
}
