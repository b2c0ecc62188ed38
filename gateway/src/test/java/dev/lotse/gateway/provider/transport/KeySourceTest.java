package dev.lotse.gateway.provider.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.config.Secret;
import dev.lotse.gateway.config.SecretPlace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySourceTest {
    private static final String KEY = "sk-test-4f9a0b1c2d3e";

    @TempDir
    Path folder = Path.of(".");

    @Test
    void aConfiguredKeyStaysOrFollowsItsFile() throws IOException {
        assertThat(KeySource.of(new SecretPlace(new Secret(KEY), null)).key()).contains(new Secret(KEY));
        var file = folder.resolve("key");
        Files.writeString(file, "sk-of-the-file\n");
        assertThat(KeySource.of(new SecretPlace(new Secret(KEY), file)).key()).contains(new Secret("sk-of-the-file"));
    }

    @Test
    void refusesAKeyThatCannotBeOne() {
        assertThatThrownBy(() -> KeySource.fixed(new Secret("sk test")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("sk test");
    }

    @Test
    void readsAFileAgainWhenItChanges() throws IOException {
        var file = folder.resolve("key");
        Files.writeString(file, KEY + "\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(100)));
        var source = KeySource.file(file);
        assertThat(source.key()).contains(new Secret(KEY));
        Files.writeString(file, "sk-rotated-0000");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(200)));
        assertThat(source.key()).contains(new Secret("sk-rotated-0000"));
    }

    @Test
    void keepsTheLastKeyWhileTheFileIsReplaced() throws IOException {
        var file = folder.resolve("key");
        Files.writeString(file, KEY);
        var source = KeySource.file(file);
        assertThat(source.key()).isPresent();
        Files.delete(file);
        assertThat(source.key()).contains(new Secret(KEY));
    }

    @Test
    void hasNoKeyWhereTheFileNeverWas() {
        assertThat(KeySource.file(folder.resolve("missing")).key()).isEmpty();
    }

    @Test
    void neverShowsAKey() {
        var source = KeySource.fixed(new Secret(KEY));
        var endpoint =
                Endpoint.of(URI.create("https://api.example.com/v1"), AuthScheme.BEARER, source, Duration.ofSeconds(1));
        assertThat(new Secret(KEY).toString() + endpoint + source.key()).doesNotContain(KEY);
    }

    @Test
    void refusesToSendAKeyInTheOpen() {
        var source = KeySource.fixed(new Secret(KEY));
        assertThatThrownBy(() -> Endpoint.of(
                        URI.create("http://api.example.com/v1"), AuthScheme.BEARER, source, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https");
    }

    @Test
    void refusesKeysAmongTheShownHeaders() {
        assertThatThrownBy(() -> new Endpoint(
                        URI.create("https://api.example.com/v1"),
                        AuthScheme.NONE,
                        KeySource.none(),
                        Map.of("Authorization", "Bearer " + KEY),
                        Duration.ofSeconds(1),
                        4096,
                        4096))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("headers.Authorization")
                .hasMessageNotContaining(KEY);
    }
}
