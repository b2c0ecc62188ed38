package dev.lotse.gateway.retrieval.elasticsearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.lotse.gateway.breaker.BreakerConfig;
import dev.lotse.gateway.breaker.CircuitBreaker;
import dev.lotse.gateway.config.Secret;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.EngineOutageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.entity.ContentType;
import org.apache.http.message.BasicHeader;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.elasticsearch.client.Cancellable;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a cluster. A node that cannot be reached is left for the next one; a cluster of which none can be reached is
 * not asked for a while. A request that takes longer than its caller waits is cancelled, on the cluster too. Thread-safe.
 */
final class Cluster implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final ContentType NDJSON = ContentType.create("application/x-ndjson", StandardCharsets.UTF_8);
    private static final Duration OPEN = Duration.ofSeconds(2);

    /** Opens after five failures in a row; a cluster that comes back is used within two seconds. */
    private static final BreakerConfig BREAKER = new BreakerConfig(5, 5, 1, OPEN, OPEN);

    private static final int CONNECTIONS = 64;

    private final RestClient client;
    private final String nodes;
    private final CircuitBreaker breaker;

    Cluster(ElasticsearchSettings settings, NanoClock clock) {
        HttpHost[] hosts = settings.nodes().stream()
                .map(node -> new HttpHost(node.getHost(), port(node.getPort(), node.getScheme()), node.getScheme()))
                .toArray(HttpHost[]::new);
        SSLContext tls = settings.ca().map(Cluster::trusting).orElse(null);
        Header[] identity = identity(settings.access());
        int connect = Math.toIntExact(settings.connectTimeout().toMillis());
        RestClientBuilder builder = RestClient.builder(hosts)
                .setDefaultHeaders(identity)
                .setCompressionEnabled(false)
                .setRequestConfigCallback(config -> config.setConnectTimeout(connect)
                        .setConnectionRequestTimeout(connect)
                        .setSocketTimeout(0))
                .setHttpClientConfigCallback(http -> {
                    // The client's own cache of logins copies itself by Java serialisation for every request, which
                    // this
                    // process forbids; the header above says who asks.
                    http.disableAuthCaching()
                            .setMaxConnPerRoute(CONNECTIONS)
                            .setMaxConnTotal(CONNECTIONS * hosts.length);
                    return tls == null ? http : http.setSSLContext(tls);
                });
        client = builder.build();
        nodes = String.join(
                ", ", settings.nodes().stream().map(Object::toString).toList());
        breaker = new CircuitBreaker(BREAKER, clock);
    }

    private static int port(int given, String scheme) {
        return given > 0 ? given : scheme.equals("https") ? 443 : 9200;
    }

    private static Header[] identity(ElasticsearchSettings.Access access) {
        Secret key = access.apiKey().orElse(null);
        if (key != null) {
            return new Header[] {new BasicHeader("Authorization", "ApiKey " + key.value())};
        }
        Secret password = access.password().orElse(null);
        if (access.username() != null && password != null) {
            String pair = access.username() + ":" + password.value();
            String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            return new Header[] {new BasicHeader("Authorization", "Basic " + basic)};
        }
        return new Header[0];
    }

    private static SSLContext trusting(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            if (number == 0) {
                throw new EngineException(pem + " holds no certificate; elasticsearch.ca must name a PEM file");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new EngineException("the certificates in " + pem + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Sends a request without a body. */
    JsonNode send(String method, String path, Duration timeout) {
        return send(method, path, null, null, timeout);
    }

    /** Sends JSON. */
    JsonNode send(String method, String path, JsonNode body, Duration timeout) {
        try {
            return send(method, path, JSON.writeValueAsBytes(body), ContentType.APPLICATION_JSON, timeout);
        } catch (JsonProcessingException e) {
            throw new EngineException("a request cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Sends lines of JSON. */
    JsonNode sendLines(String path, byte[] lines, Duration timeout) {
        return send("POST", path, lines, NDJSON, timeout);
    }

    private JsonNode send(
            String method, String path, byte @Nullable [] body, @Nullable ContentType type, Duration timeout) {
        if (!breaker.tryAcquire()) {
            throw new EngineOutageException("the Elasticsearch cluster (" + nodes
                    + ") has not answered lately and is left alone for " + OPEN.toSeconds() + " s");
        }
        Request request = new Request(method, path);
        if (body != null) {
            request.setEntity(new NByteArrayEntity(body, type));
        }
        CompletableFuture<Response> answer = new CompletableFuture<>();
        Cancellable running = start(request, answer);
        String name = method + " " + path.replaceFirst("\\?.*", "");
        try {
            JsonNode json = read(answer.get(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS));
            breaker.success();
            return json;
        } catch (TimeoutException e) {
            running.cancel();
            breaker.failure();
            throw new EngineOutageException(
                    "Elasticsearch (" + nodes + ") did not answer " + name + " within " + timeout.toMillis() + " ms",
                    e);
        } catch (InterruptedException e) {
            running.cancel();
            breaker.unknown();
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while waiting for Elasticsearch", e);
        } catch (ExecutionException e) {
            throw failed(name, e.getCause() == null ? e : e.getCause());
        } catch (IOException e) {
            breaker.failure();
            throw new EngineOutageException(
                    "the answer of Elasticsearch to " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Cancellable start(Request request, CompletableFuture<Response> answer) {
        try {
            return client.performRequestAsync(request, new ResponseListener() {
                @Override
                public void onSuccess(Response response) {
                    answer.complete(response);
                }

                @Override
                public void onFailure(Exception exception) {
                    answer.completeExceptionally(exception);
                }
            });
        } catch (RuntimeException e) {
            // Closed meanwhile: that says nothing about the cluster.
            breaker.unknown();
            throw e;
        }
    }

    private EngineException failed(String request, Throwable cause) {
        if (cause instanceof ResponseException refused) {
            breaker.success();
            int status = refused.getResponse().getStatusLine().getStatusCode();
            try {
                return ClusterProblem.of(request, status, read(refused.getResponse()));
            } catch (IOException e) {
                return ClusterProblem.of(request, status, MissingNode.getInstance());
            }
        }
        breaker.failure();
        String remedy = isAboutCertificates(cause)
                ? "; the TLS connection failed: elasticsearch.ca must name the PEM file of the authority that signed the"
                        + " cluster's certificate, and elasticsearch.nodes a host name that this certificate holds"
                : "; check elasticsearch.nodes (http or https, host, port) and that the cluster runs";
        return new EngineOutageException(
                "Elasticsearch (" + nodes + ") cannot be reached (" + cause + ")" + remedy, cause);
    }

    private static boolean isAboutCertificates(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode read(Response response) throws IOException {
        if (response.getEntity() == null) {
            return MissingNode.getInstance();
        }
        try (InputStream in = response.getEntity().getContent()) {
            JsonNode json = JSON.readTree(in);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new EngineException("the connections to Elasticsearch cannot be closed", e);
        }
    }
}
