package dev.lotse.gateway.provider.transport;

import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.transport.SseParser.SseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A response whose head is there. Not thread-safe; must be closed. */
public final class UpstreamResponse implements AutoCloseable {
    /** Error bodies are a few hundred bytes; what is beyond this says nothing more. */
    private static final int MAX_ERROR_BYTES = 16 << 10;

    private static final int MAX_DETAIL = 300;

    private final HttpResponse<BodyQueue> response;
    private final Endpoint endpoint;
    private final ReadClock clock;
    private final InstantSource wallClock;
    private final SseParser parser;
    private long bytesRead;
    private boolean brokeOff;

    UpstreamResponse(HttpResponse<BodyQueue> response, Endpoint endpoint, ReadClock clock, InstantSource wallClock) {
        this.response = response;
        this.endpoint = endpoint;
        this.clock = clock;
        this.wallClock = wallClock;
        this.parser = new SseParser(endpoint.maxEventBytes());
    }

    public int status() {
        return response.statusCode();
    }

    /** Whether the body is a stream of server-sent events. */
    public boolean isEventStream() {
        return response.headers()
                .firstValue("content-type")
                .map(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
                .orElse(false);
    }

    /** How long the provider asks to wait, or null. */
    public @Nullable Duration retryAfter() {
        return RetryAfter.of(response.headers(), wallClock);
    }

    /** To be called for every piece of the answer: starts the time limit between pieces anew. */
    public void progress() {
        clock.progress();
    }

    /**
     * The next event, or null at the body's end.
     *
     * @throws UpstreamException when it does not come in time, the connection breaks, or the stream is not well-formed
     */
    public @Nullable SseEvent nextEvent() throws UpstreamException {
        while (true) {
            var event = parser.next();
            if (event != null) {
                return event;
            }
            var buffers = read();
            if (buffers.isEmpty()) {
                return null;
            }
            try {
                for (var buffer : buffers) {
                    parser.feed(buffer);
                }
            } catch (SseException e) {
                throw new UpstreamException(new ProviderError.Malformed(messageOf(e)));
            }
        }
    }

    /**
     * The whole body.
     *
     * @throws UpstreamException when it does not come in time, breaks off, or is too long
     */
    public byte[] readAll() throws UpstreamException {
        var body = new ByteArrayOutputStream(4096);
        while (true) {
            var buffers = read();
            if (buffers.isEmpty()) {
                return body.toByteArray();
            }
            buffers.forEach(buffer -> write(buffer, body));
        }
    }

    /** What can be read of an error's body, as text; problems with it are less important than the error itself. */
    public String readError() {
        var body = new ByteArrayOutputStream(1024);
        try {
            while (body.size() < MAX_ERROR_BYTES) {
                var buffers = read();
                if (buffers.isEmpty()) {
                    break;
                }
                buffers.forEach(buffer -> write(buffer, body));
            }
        } catch (UpstreamException e) {
            // The status has mostly said what matters; who needs the words asks whether they are whole.
            brokeOff = true;
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    /** Whether the body of an error broke off or did not come in time, so that its words say nothing. */
    public boolean brokeOff() {
        return brokeOff;
    }

    /** A provider's words fit to be shown to operators: one line, short, without the key. */
    public String presentable(String text) {
        var clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
        var line = clean;
        clean = endpoint.key()
                .key()
                .map(secret -> line.replace(secret.value(), "[key]"))
                .orElse(line);
        return clean.length() <= MAX_DETAIL ? clean : clean.substring(0, MAX_DETAIL) + "…";
    }

    /** The answer is complete; what is left of the body does not matter, but its connection is worth keeping. */
    public void answered() {
        response.body().release();
    }

    private List<ByteBuffer> read() throws UpstreamException {
        try {
            var buffers = response.body().read(clock.nanosLeft());
            // A provider that keeps sending crumbs or comments is never caught by the wait alone.
            if (buffers == null || (!buffers.isEmpty() && clock.nanosLeft() <= 0)) {
                throw new UpstreamException(clock.timedOut());
            }
            for (var buffer : buffers) {
                bytesRead += buffer.remaining();
            }
            if (bytesRead > endpoint.maxResponseBytes()) {
                throw new UpstreamException(new ProviderError.Malformed(
                        "the response is longer than " + endpoint.maxResponseBytes() + " bytes"));
            }
            return buffers;
        } catch (IOException e) {
            throw new UpstreamException(new ProviderError.Cut("the connection broke after " + bytesRead + " bytes"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamException(new ProviderError.Cancelled());
        }
    }

    private static void write(ByteBuffer buffer, ByteArrayOutputStream target) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        target.writeBytes(bytes);
    }

    private static String messageOf(Exception e) {
        var message = e.getMessage();
        return message == null ? "the stream is not well-formed" : message;
    }

    @Override
    public void close() {
        response.body().close();
    }
}
