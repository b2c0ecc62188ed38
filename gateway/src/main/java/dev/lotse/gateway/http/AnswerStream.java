package dev.lotse.gateway.http;

import dev.lotse.gateway.answer.AnswerListener;
import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.answer.Source;
import dev.lotse.gateway.search.SearchOutcome;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends an answer's events, each flushed by itself. The response's head goes out with the first of them. A client that has hung up
 * ends the request, and nothing is logged but that. Called by one thread at a time.
 */
final class AnswerStream implements AnswerListener {
    static final String CONTENT_TYPE = "text/event-stream";

    private final ServerResponse response;
    private final AnswerJson json;
    private @Nullable OutputStream out;
    private boolean first = true;
    private boolean gone;
    private boolean takenBack;

    AnswerStream(ServerResponse response, AnswerJson json) {
        this.response = response;
        this.json = json;
    }

    @Override
    public boolean sources(SearchOutcome.Answered search, List<Source> sources) {
        return sent(json.sources(search, sources));
    }

    @Override
    public boolean piece(AnswerOutcome.Piece piece) {
        boolean sent = sent(json.delta(piece, first));
        first = false;
        return sent;
    }

    @Override
    public boolean reset(String reason) {
        first = true;
        synchronized (this) {
            takenBack = true;
        }
        return sent(json.reset(reason));
    }

    /** Whether the client has hung up. */
    synchronized boolean isGone() {
        return gone;
    }

    /** Whether anything that was sent had to be taken back. */
    synchronized boolean wasTakenBack() {
        return takenBack;
    }

    /** Sends the last events. */
    synchronized void end(List<AnswerJson.Event> events) {
        try {
            for (AnswerJson.Event event : events) {
                send(event);
            }
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean sent(AnswerJson.Event event) {
        try {
            send(event);
            return true;
        } catch (IOException | UncheckedIOException e) {
            gone = true;
            return false;
        }
    }

    private void send(AnswerJson.Event event) throws IOException {
        if (out == null) {
            response.headers().set(HeaderNames.CONTENT_TYPE, CONTENT_TYPE);
            response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
            out = response.outputStream();
        }
        out.write(event.wire());
        out.flush();
    }
}
