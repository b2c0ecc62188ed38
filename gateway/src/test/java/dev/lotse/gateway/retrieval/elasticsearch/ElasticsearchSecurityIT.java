package dev.lotse.gateway.retrieval.elasticsearch;

import static dev.lotse.gateway.retrieval.TestPages.page;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.SITE;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.open;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.publish;
import static dev.lotse.gateway.retrieval.elasticsearch.ClusterSite.search;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.config.Secret;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.TestPages;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchSettings.Access;
import dev.lotse.gateway.retrieval.elasticsearch.ElasticsearchSettings.Layout;
import dev.lotse.gateway.retrieval.elasticsearch.node.ElasticsearchNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A node that speaks TLS only and knows whom it serves. */
@Tag("cluster")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ElasticsearchSecurityIT {
    private static final String STORE_PASSWORD = "not-secret";
    private static final Access ADMIN = login("admin", "admin-password");
    private static final Access GATEWAY = login("gateway", "gateway-password");

    private final Path home = SharedNode.temporary();
    private @Nullable ElasticsearchNode started;

    @BeforeAll
    void start() throws IOException, InterruptedException, GeneralSecurityException {
        Path config = Files.createDirectories(home.resolve("config"));
        certificate(config, "node");
        certificate(config, "other");
        Files.writeString(
                config.resolve("users"),
                "admin:" + hash("admin-password") + "\ngateway:" + hash("gateway-password") + "\nstranger:"
                        + hash("stranger-password") + "\n");
        Files.writeString(config.resolve("users_roles"), "superuser:admin\nlotse:gateway\nnothing:stranger\n");
        Files.writeString(config.resolve("roles.yml"), """
                lotse:
                  cluster: [monitor]
                  indices:
                    - names: ['lotse-*']
                      privileges: [manage, read, write]
                nothing:
                  cluster: [monitor]
                """);
        KeyIndexAnalysis.install(home);
        started = SharedNode.start(
                home,
                SharedNode.plugin(),
                0,
                Map.of(
                        "xpack.security.enabled",
                        "true",
                        "xpack.security.http.ssl.enabled",
                        "true",
                        "xpack.security.http.ssl.keystore.path",
                        "node.p12",
                        "xpack.security.http.ssl.keystore.password",
                        STORE_PASSWORD));
        try (Cluster cluster = cluster(ADMIN)) {
            await().atMost(Duration.ofMinutes(2))
                    .ignoreException(EngineException.class)
                    .until(() -> cluster.send("GET", "/_cluster/health?wait_for_status=yellow", Duration.ofSeconds(60))
                            .has("status"));
        }
    }

    @AfterAll
    void stop() {
        if (started != null) {
            started.close();
        }
        SharedNode.delete(home);
    }

    private static Access login(String name, String password) {
        return new Access(Optional.empty(), name, Optional.of(new Secret(password)));
    }

    /** A key pair that signs itself for 127.0.0.1, as a key store for the node and as PEM for those who trust it. */
    private static void certificate(Path folder, String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(status).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getCertificate(name).getEncoded());
        Files.writeString(
                folder.resolve(name + ".pem"),
                "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
    }

    /** As the server's file of users wants it. */
    private static String hash(String password) throws GeneralSecurityException {
        byte[] salt = "a salt with exactly 32 bytes....".getBytes(UTF_8);
        byte[] key = SecretKeyFactory.getInstance("PBKDF2withHMACSHA512")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, 1000, 256))
                .getEncoded();
        Base64.Encoder base64 = Base64.getEncoder();
        return "{PBKDF2}1000$" + base64.encodeToString(salt) + "$" + base64.encodeToString(key);
    }

    private URI address() {
        return Objects.requireNonNull(started).address();
    }

    private ElasticsearchSettings settings(URI address, Access access, @Nullable String authority) {
        Optional<Path> pem = Optional.ofNullable(authority).map(home.resolve("config")::resolve);
        return ClusterSite.settings(List.of(address), "lotse-", access, pem, Layout.SMALL);
    }

    private ElasticsearchSettings settings(Access access) {
        return settings(address(), access, "node.pem");
    }

    private Cluster cluster(Access access) {
        return new Cluster(settings(access), NanoClock.SYSTEM);
    }

    private static Access key(String encoded) {
        return new Access(Optional.of(new Secret(encoded)), null, Optional.empty());
    }

    @Test
    void aGatewayWithTheDocumentedPrivilegesBuildsSearchesAndChanges() {
        try (ElasticsearchEngine engine = open(settings(GATEWAY))) {
            publish(engine, 3);
            engine.update(SITE, List.of(page("neu", "Tarif neu").build()), List.of("p0"));

            assertThat(search(engine).total()).isEqualTo(3);
            assertThat(engine.status(SITE)).isPresent();
            assertThat(engine.lexicon(SITE)).isNotNull();
            publish(engine, 2);
            assertThat(search(engine).total()).isEqualTo(2);
        }
    }

    @Test
    void aKeyWithTheDocumentedPrivilegesBuildsSearchesAndChangesUntilItIsTakenBack() throws IOException {
        Duration timeout = Duration.ofSeconds(60);
        try (Cluster cluster = cluster(ADMIN)) {
            JsonNode made = cluster.send("POST", "/_security/api_key", Cluster.JSON.readTree("""
                    {"name": "gateway", "role_descriptors": {"lotse": {
                      "cluster": ["monitor"],
                      "indices": [{"names": ["lotse-keyed-*"], "privileges": ["manage", "read", "write"]}]}}}
                    """), timeout);
            Access access = key(made.path("encoded").asText());
            ElasticsearchSettings settings = ClusterSite.settings(
                    List.of(address()),
                    "lotse-keyed-",
                    access,
                    Optional.of(home.resolve("config").resolve("node.pem")),
                    Layout.SMALL);
            try (ElasticsearchEngine engine = open(settings)) {
                publish(engine, 3);
                engine.update(SITE, List.of(page("neu", "Tarif neu").build()), List.of("p0"));
                assertThat(search(engine).total()).isEqualTo(3);
                assertThat(engine.status(SITE)).isPresent();

                cluster.send(
                        "DELETE",
                        "/_security/api_key",
                        Cluster.JSON
                                .createObjectNode()
                                .set(
                                        "ids",
                                        Cluster.JSON
                                                .createArrayNode()
                                                .add(made.path("id").asText())),
                        timeout);
                assertThatThrownBy(() -> search(engine))
                        .isInstanceOf(EngineException.class)
                        .hasMessageContaining("check elasticsearch.api-key")
                        .hasMessageNotContaining(made.path("encoded").asText());
            }
        }
    }

    @Test
    void aWrongPasswordOrKeyIsRefusedOnStartWithoutShowingIt() {
        assertThatThrownBy(() -> open(settings(login("gateway", "gateway-passwort"))))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("check elasticsearch.api-key, or username and password")
                .hasMessageNotContaining("gateway-passwort");
        String wrong = Base64.getEncoder().encodeToString("somebody:something-wrong-0123".getBytes(UTF_8));
        assertThatThrownBy(() -> open(settings(key(wrong))))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("check elasticsearch.api-key, or username and password")
                .hasMessageNotContaining(wrong);
        assertThatThrownBy(() -> open(settings(Access.NONE))).hasMessageContaining("check elasticsearch.api-key");
    }

    @Test
    void aUserWithoutPrivilegesIsToldWhichOnesAreNeeded() {
        try (ElasticsearchEngine engine = open(settings(login("stranger", "stranger-password")))) {
            assertThatThrownBy(() -> engine.newGeneration(SITE, TestPages.INFO))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("lacks a privilege")
                    .hasMessageContaining("manage, read and write");
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotTrusted() {
        refusesTls(settings(address(), GATEWAY, "other.pem"));
        refusesTls(settings(address(), GATEWAY, null));
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() {
        refusesTls(settings(URI.create("https://localhost:" + address().getPort()), GATEWAY, "node.pem"));
    }

    private static void refusesTls(ElasticsearchSettings settings) {
        try (ElasticsearchEngine engine = open(settings)) {
            assertThatThrownBy(() -> engine.newGeneration(SITE, TestPages.INFO))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("the TLS connection failed")
                    .hasMessageContaining("elasticsearch.ca must name the PEM file");
        }
    }

    @Test
    void httpInsteadOfHttpsIsNamedAsAPossibleReason() {
        URI plain = URI.create("http://127.0.0.1:" + address().getPort());
        try (ElasticsearchEngine engine = open(settings(plain, GATEWAY, null))) {
            assertThatThrownBy(() -> engine.newGeneration(SITE, TestPages.INFO))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("check elasticsearch.nodes (http or https, host, port)");
        }
    }
}
