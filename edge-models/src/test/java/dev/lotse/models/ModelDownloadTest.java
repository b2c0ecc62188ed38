package dev.lotse.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real https server on this machine. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // set by JUnit
class ModelDownloadTest {
    private static final String CONTENT = "model ".repeat(50_000);

    @TempDir
    private Path folder;

    private SSLContext tls;
    private HttpsServer server;
    private ExecutorService threads;
    private final CountDownLatch end = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        tls = tls();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/model.onnx", exchange -> answer(exchange, 200, CONTENT));
        server.createContext("/moved", exchange -> redirect(exchange, "/model.onnx"));
        server.createContext("/insecure", exchange -> redirect(exchange, "http://127.0.0.1:1/model.onnx"));
        server.createContext("/loop", exchange -> redirect(exchange, "/loop"));
        server.createContext("/lost", exchange -> answer(exchange, 302, ""));
        server.createContext("/missing", exchange -> answer(exchange, 404, "no"));
        server.createContext("/partial", exchange -> answer(exchange, 206, "part"));
        server.createContext("/stall", this::stall);
        server.createContext("/broken", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.close();
    }

    @Test
    void savesTheContent() throws IOException {
        assertThat(fetch("/model.onnx")).hasContent(CONTENT);
    }

    @Test
    void followsARedirectToHttps() throws IOException {
        assertThat(fetch("/moved")).hasContent(CONTENT);
    }

    @Test
    void aModelOfTheRegistryIsDownloadedAndVerified() throws IOException {
        Path expected = Files.writeString(folder.resolve("expected"), CONTENT);
        String sha = ModelStore.sha256(expected);
        String source = url("/moved?token=secret").toString();
        ModelStore store = new ModelStore(folder.resolve("models"), download(1_000_000, Duration.ofSeconds(20)));

        ModelFiles files = store.fetch(Specs.encoder(source, sha, source, sha));

        assertThat(files.onnx()).hasContent(CONTENT);
        server.stop(0);
        assertThat(store.fetch(Specs.encoder(source, sha, source, sha))).isEqualTo(files);
    }

    @Test
    void aDownloadOfOtherContentIsRefusedWithoutNamingItsQuery() {
        String wrong = "a".repeat(64);
        String source = url("/model.onnx?token=secret").toString();
        ModelStore store = new ModelStore(folder.resolve("models"), download(1_000_000, Duration.ofSeconds(20)));

        assertThatThrownBy(() -> store.fetch(Specs.encoder(source, wrong, source, wrong)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(wrong)
                .hasMessageContaining(url("/model.onnx").toString())
                .hasMessageNotContaining("secret");
        assertThat(folder.resolve("models/tested/1")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/missing", "/partial"})
    void anotherStatusIsNamed(String path) {
        assertThatThrownBy(() -> fetch(path + "?token=secret"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(url(path).toString())
                .hasMessageContaining(path.equals("/missing") ? "status 404" : "status 206")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aRedirectAwayFromHttpsIsNotFollowed() {
        assertThatThrownBy(() -> fetch("/insecure"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("away from https");
    }

    @Test
    void redirectsEnd() {
        assertThatThrownBy(() -> fetch("/loop")).hasMessageContaining("more than 5 redirects");
        assertThatThrownBy(() -> fetch("/lost")).hasMessageContaining("without saying where to");
    }

    @Test
    void aFileLargerThanTheLimitIsGivenUp() {
        assertThatThrownBy(() -> download(1000, Duration.ofSeconds(20)).fetch(url("/model.onnx"), target()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("larger than the limit of 1000 bytes");
        assertThat(folder.resolve("target"))
                .satisfies(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(1000));
    }

    @Test
    void aServerThatStopsSendingIsGivenUp() {
        assertThatThrownBy(() -> download(1_000_000, Duration.ofMillis(300)).fetch(url("/stall"), target()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(url("/stall").toString());
    }

    @Test
    void aConnectionThatBreaksIsAnError() {
        assertThatThrownBy(() -> fetch("/broken"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("the connection failed");
    }

    @Test
    void anUnreachableServerIsNamed() {
        URI uri = url("/model.onnx?token=secret");
        server.stop(0);

        assertThatThrownBy(() -> download(1000, Duration.ofSeconds(20)).fetch(uri, target()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("https://localhost:" + uri.getPort() + "/model.onnx cannot be downloaded")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() {
        ModelDownload download = new ModelDownload(HttpClient::newHttpClient, 1000, Duration.ofSeconds(20));

        assertThatThrownBy(() -> download.fetch(url("/model.onnx"), target()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("the connection failed");
    }

    private Path fetch(String path) throws IOException {
        Path target = target();
        download(1_000_000, Duration.ofSeconds(20)).fetch(url(path), target);
        return target;
    }

    private Path target() throws IOException {
        return Files.write(folder.resolve("target"), new byte[0]);
    }

    private ModelDownload download(long maxBytes, Duration patience) {
        return new ModelDownload(() -> HttpClient.newBuilder().sslContext(tls).build(), maxBytes, patience);
    }

    private URI url(String path) {
        return URI.create("https://localhost:" + server.getAddress().getPort() + path);
    }

    private void stall(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write(new byte[10]);
        exchange.getResponseBody().flush();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        answer(exchange, 307, "");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** A self-signed certificate for localhost, made with keytool for these tests and used nowhere else. */
    private static SSLContext tls() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        char[] password = "changeit".toCharArray();
        try (InputStream in = Objects.requireNonNull(ModelDownloadTest.class.getResourceAsStream("/localhost.p12"))) {
            keys.load(in, password);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
