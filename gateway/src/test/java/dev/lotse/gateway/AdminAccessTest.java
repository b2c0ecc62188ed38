package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what in the administration. */
class AdminAccessTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String OTHER_HASH = "sha256:3b1e1e4d4b0c6a0a8b2e7a1a9f6b0d9c1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f";
    private static final Pattern NEEDED = Pattern.compile("needs the role (\\w+)");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path data;

    private TestGateway gateway = new TestGateway(Path.of("unused"), false, Map.of(), Map.of());

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void start(boolean demo, Map<String, String> environment, Map<String, String> configuration) {
        gateway.close();
        gateway = new TestGateway(data, demo, environment, configuration);
    }

    private void startWithKey() {
        start(false, Map.of("LOTSE_ADMIN_KEY", KEY), Map.of());
    }

    @Test
    void withoutAKeyOfOursNobodyPasses() {
        startWithKey();

        HttpResponse<String> missing = gateway.get("/admin/v1/sites");
        HttpResponse<String> wrong = gateway.send(authorized("/admin/v1/sites", KEY + "x"));

        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(missing.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).doesNotContain(KEY);
    }

    @Test
    void withoutAnyConfiguredKeyAdministrationIsOff() {
        start(false, Map.of(), Map.of());

        HttpResponse<String> response = gateway.send(authorized("/admin/v1/sites", KEY));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("LOTSE_ADMIN_KEY");
    }

    @Test
    void aHashedKeyOpensToo() throws Exception {
        start(false, Map.of(), Map.of("admin.key-hashes", OTHER_HASH + ", " + hash(KEY)));

        assertThat(gateway.send(authorized("/admin/v1/sites", KEY)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "analyst, GET, /admin/v1/sites, 200, -",
        "analyst, GET, /admin/v1/sites/docs/audit, 200, -",
        "analyst, POST, /admin/v1/sites/docs/preview, 400, -",
        "analyst, POST, /admin/v1/sites/docs/change-sets, 403, editor",
        "analyst, POST, /admin/v1/sites/docs/change-sets/x/publish, 403, editor",
        "analyst, POST, /admin/v1/sites/docs/releases/0/restore, 403, editor",
        "editor, POST, /admin/v1/sites/docs/change-sets, 400, -",
        "editor, POST, /admin/v1/sites/docs/documents, 403, admin",
        "editor, DELETE, /admin/v1/sites/docs/cache, 403, admin",
        "editor, GET, /admin/v1/providers, 403, admin",
        "admin, DELETE, /admin/v1/sites/docs/cache, 200, -"
    })
    void aKeyMayDoWhatItsRoleAllowsAndIsToldWhichRoleItNeeds(
            String role, String method, String path, int status, String needed) throws Exception {
        startWithKey();
        put();
        String key = role + "-0123456789abcdef0123456789";
        start(false, Map.of(), Map.of("admin.keys.anna.hash", hash(key), "admin.keys.anna.role", role));

        HttpResponse<String> response = gateway.send(gateway.request(path)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(method.equals("POST") ? "{}" : "")));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        if (status == 403) {
            assertThat(response.body()).contains("role-needed", "needs the role " + needed, "has the role " + role);
        }
    }

    @Test
    void everyOperationNeedsTheRoleThatIsWrittenDownHere() throws Exception {
        start(false, Map.of(), Map.of("admin.keys.anna.hash", hash(KEY), "admin.keys.anna.role", "analyst"));
        Map<String, Set<String>> operations = new TreeMap<>();
        for (String operation : OpenApiTest.described()) {
            if (operation.contains(" /admin/")) {
                operations
                        .computeIfAbsent(neededRole(operation), role -> new TreeSet<>())
                        .add(operation.replace("/admin/v1/", "").replace("sites/{site}/", ""));
            }
        }

        assertThat(operations.keySet()).containsExactly("admin", "analyst", "editor");
        assertThat(operations.get("analyst")).containsExactlyInAnyOrderElementsOf(lines("""
                get access
                get sites
                get index
                get analytics/answers
                get analytics/breakdown
                get analytics/chains
                get analytics/days
                get analytics/queries
                get audit
                get change-sets
                get change-sets/{changeSet}
                get change-sets/{changeSet}/check
                get judgements
                get quality
                get releases
                get releases/{number}
                get releases/{number}/diff
                get rules
                get rules/{id}
                get sign-in
                get sign-in/callback
                get sign-in/start
                get suggestions
                get synonym-file
                get synonyms
                get synonyms/{id}
                post evaluations
                post preview
                post sign-out
                """));
        assertThat(operations.get("editor")).containsExactlyInAnyOrderElementsOf(lines("""
                post change-sets
                put change-sets/{changeSet}
                delete change-sets/{changeSet}
                post change-sets/{changeSet}/publish
                post change-sets/{changeSet}/rules
                put change-sets/{changeSet}/rules/{id}
                delete change-sets/{changeSet}/rules/{id}
                delete change-sets/{changeSet}/rules/{id}/change
                post change-sets/{changeSet}/synonym-file
                post change-sets/{changeSet}/synonyms
                put change-sets/{changeSet}/synonyms/{id}
                delete change-sets/{changeSet}/synonyms/{id}
                delete change-sets/{changeSet}/synonyms/{id}/change
                post judgements
                put judgements
                post releases/{number}/restore
                """));
        assertThat(operations.get("admin")).containsExactlyInAnyOrderElementsOf(lines("""
                delete cache
                get crawls
                post crawls
                get crawls/{id}
                delete crawls/{id}
                post documents
                put documents/{id}
                delete documents/{id}
                get providers
                """));
    }

    /** What an analyst is told; the site is none, so that nothing else happens. */
    private String neededRole(String operation) {
        String[] methodAndPath = operation.split(" ", 2);
        String path = methodAndPath[1].replace("{site}", "none").replaceAll("\\{\\w+}", "1");
        HttpResponse<String> response = gateway.send(authorized(path, KEY)
                .method(methodAndPath[0].toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.ofString("")));
        Matcher needed = NEEDED.matcher(response.body());
        return needed.find() ? needed.group(1) : "analyst";
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    @Test
    void theNameOfAKeyStandsInTheAuditTrail() throws Exception {
        startWithKey();
        put();
        start(false, Map.of(), Map.of("admin.keys.anna.hash", hash(KEY), "admin.keys.anna.role", "editor"));

        HttpResponse<String> opened = gateway.send(authorized("/admin/v1/sites/docs/change-sets", KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"Handy\"}")));

        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        assertThat(gateway.send(authorized("/admin/v1/sites/docs/audit", KEY)).body())
                .contains("\"actor\":\"key:anna\"");
        assertThat(TestGateway.json(
                        gateway.send(authorized("/admin/v1/access", KEY)).body()))
                .isEqualTo(TestGateway.json("{\"actor\": \"key:anna\", \"role\": \"editor\"}"));
    }

    @Test
    void aKeyWithoutARoleIsAMistake() throws Exception {
        String hash = hash(KEY);

        assertThatThrownBy(() -> TestGateway.settings(Map.of(), Map.of("admin.keys.anna.hash", hash)))
                .hasMessageContaining("admin.keys.anna.role")
                .hasMessageContaining("analyst, editor, admin");
    }

    @Test
    void oneKeyCannotHaveTwoRoles() throws Exception {
        String hash = hash(KEY);
        Map<String, String> named = Map.of("admin.keys.anna.hash", hash, "admin.keys.anna.role", "analyst");
        Map<String, String> twice = new HashMap<>(named);
        twice.put("admin.key-hashes", hash);

        assertThatThrownBy(() -> TestGateway.settings(Map.of(), twice))
                .hasMessageContaining("admin.keys.anna.hash")
                .hasMessageContaining("no other key");
        assertThatThrownBy(() -> TestGateway.settings(Map.of("LOTSE_ADMIN_KEY", KEY), named))
                .hasMessageContaining("admin.keys.anna.hash")
                .hasMessageContaining("no other key");
    }

    @Test
    void theDemoIsOpenToProgramsOfThisMachineOnly() throws IOException {
        start(true, Map.of(), Map.of());

        assertThat(gateway.get("/admin/v1/sites").statusCode()).isEqualTo(200);
        assertThat(gateway.send(gateway.request("/admin/v1/sites").header("Origin", "https://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(rawGet("/admin/v1/sites", "rebound.evil.example:" + gateway.port()))
                .startsWith("HTTP/1.1 403");
        assertThat(rawGet("/admin/v1/sites", "localhost:" + gateway.port())).startsWith("HTTP/1.1 200");
        assertThat(rawGet("/admin/v1/sites", "[::1]:" + gateway.port())).startsWith("HTTP/1.1 200");
    }

    @Test
    void aDemoWithAKeyAsksForIt() {
        start(true, Map.of("LOTSE_ADMIN_KEY", KEY), Map.of());

        assertThat(gateway.get("/admin/v1/sites").statusCode()).isEqualTo(401);
    }

    /** So that there is a site. */
    private void put() {
        HttpResponse<String> response = gateway.send(authorized("/admin/v1/sites/docs/documents/a", KEY)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(
                        "{\"url\": \"/a\", \"title\": \"A\", \"text\": \"A.\", \"lang\": \"de\"}")));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private static String hash(String key) throws Exception {
        return "sha256:"
                + HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpRequest.Builder authorized(String path, String key) {
        return gateway.request(path).header("Authorization", "Bearer " + key);
    }

    private String rawGet(String path, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
