package dev.lotse.models;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Downloads a file over https. Redirects are followed to https only; a file may not be larger than the limit; a server
 * that stops sending is given up.
 *
 * <p>The client must not follow redirects by itself ({@link HttpClient.Redirect#NEVER}, its default).
 */
final class ModelDownload {
    /** ONNX files are protocol buffers, which end at 2 GiB. */
    static final long DEFAULT_MAX_BYTES = 2L << 30;

    private static final int MAX_REDIRECTS = 5;

    private final Supplier<HttpClient> clients;
    private final long maxBytes;
    private final Duration patience;

    /**
     * @param clients makes a client when something must be downloaded, which is rarely; it is closed afterwards
     * @param maxBytes largest file
     * @param patience longest time without an answer or without new bytes
     */
    ModelDownload(Supplier<HttpClient> clients, long maxBytes, Duration patience) {
        this.clients = clients;
        this.maxBytes = maxBytes;
        this.patience = patience;
    }

    /**
     * Writes the content of the URL to the file.
     *
     * @throws ModelException when it cannot be had; the message names the URL without its query
     * @throws IOException when the file cannot be written
     */
    void fetch(URI uri, Path file) throws IOException {
        HttpClient client = clients.get();
        try {
            URI next = uri;
            for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
                HttpResponse<Long> response = send(client, next, file);
                int status = response.statusCode();
                if (status == 200) {
                    return;
                }
                if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
                    throw failed(next, "the server answered with status " + status);
                }
                next = target(next, response);
            }
            throw failed(uri, "more than " + MAX_REDIRECTS + " redirects");
        } finally {
            // Not close(), which would wait for an exchange that was given up.
            client.shutdownNow();
        }
    }

    private static URI target(URI from, HttpResponse<?> response) {
        String location = response.headers()
                .firstValue("Location")
                .orElseThrow(() -> failed(from, "the server redirects without saying where to"));
        URI target;
        try {
            target = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw failed(from, "the server redirects to something that is not a URL");
        }
        if (!"https".equalsIgnoreCase(target.getScheme()) || target.getHost() == null) {
            throw failed(from, "the server redirects away from https, which is not followed");
        }
        return target;
    }

    private HttpResponse<Long> send(HttpClient client, URI uri, Path file) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(patience)
                .header("User-Agent", "lotse")
                .build();
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            Body body = new Body(channel, maxBytes);
            CompletableFuture<HttpResponse<Long>> answer = client.sendAsync(
                    request, info -> info.statusCode() == 200 ? body : HttpResponse.BodySubscribers.replacing(0L));
            return await(uri, answer, body);
        }
    }

    private HttpResponse<Long> await(URI uri, CompletableFuture<HttpResponse<Long>> answer, Body body)
            throws IOException {
        long seen = -1;
        while (true) {
            try {
                return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                long now = body.received();
                if (now == seen) {
                    answer.cancel(true);
                    throw failed(uri, "the server sent nothing for " + patience.toMillis() + " ms");
                }
                seen = now;
            } catch (InterruptedException e) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                throw failed(uri, "the download was interrupted");
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case WriteFailure failure -> throw failure.getCause();
                    case ModelException tooLarge -> throw failed(uri, String.valueOf(tooLarge.getMessage()));
                    case null, default -> throw failed(uri, "the connection failed: " + root(e));
                }
            }
        }
    }

    private static String root(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return deepest.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    private static ModelException failed(URI uri, String reason) {
        return new ModelException("The model file " + ModelSource.Https.withoutSecrets(uri)
                + " cannot be downloaded: " + reason + ". Try again, or put the file on this machine and name it"
                + " as a file: source in the model registry.");
    }

    /** The disk's fault, not the server's. */
    private static final class WriteFailure extends IOException {
        private static final long serialVersionUID = 1L;
        private final IOException reason;

        WriteFailure(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        @Override
        public synchronized IOException getCause() {
            return reason;
        }
    }

    /** Writes what arrives and counts it. */
    private static final class Body implements HttpResponse.BodySubscriber<Long> {
        private final FileChannel channel;
        private final long maxBytes;
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private volatile long received;
        private Flow.@Nullable Subscription subscription;

        Body(FileChannel channel, long maxBytes) {
            this.channel = channel;
            this.maxBytes = maxBytes;
        }

        long received() {
            return received;
        }

        @Override
        public CompletionStage<Long> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            // The writes are synchronous, so nothing piles up whatever the server sends.
            this.subscription = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            if (done.isDone()) {
                return;
            }
            for (ByteBuffer buffer : buffers) {
                long total = received + buffer.remaining();
                if (total > maxBytes) {
                    giveUp(new ModelException("it is larger than the limit of " + maxBytes + " bytes"));
                    return;
                }
                try {
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                } catch (IOException e) {
                    giveUp(new WriteFailure(e));
                    return;
                }
                received = total;
            }
        }

        private void giveUp(Exception reason) {
            if (subscription != null) {
                subscription.cancel();
            }
            done.completeExceptionally(reason);
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(received);
        }
    }
}
