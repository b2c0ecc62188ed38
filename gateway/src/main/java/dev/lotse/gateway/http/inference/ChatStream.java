package dev.lotse.gateway.http.inference;

import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.http.Problem;
import dev.lotse.gateway.http.ProblemException;
import dev.lotse.gateway.http.inference.InferenceSettings.OnCut;
import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.chain.ChainOutcome;
import dev.lotse.gateway.provider.chain.StreamEvent;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Sends an answer as it arises. The head of the response goes out with the first piece, so that whatever fails before still has
 * its status. The chain calls it from one thread at a time.
 */
final class ChatStream implements StreamEvent.Consumer {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final Problem CUT = Problem.of(
            "provider-cut",
            502,
            "The answer broke off",
            "The model's answer broke off; ask again, or send the header X-Lotse-On-Cut: reset or hold");

    private final ServerResponse response;
    private final OnCut onCut;
    private final boolean includeUsage;
    private final String id;
    private final long created;
    private final CollectedAnswer held = new CollectedAnswer();
    private @Nullable OutputStream out;
    private ChatJson json;
    private String model = "";
    private boolean cut;
    private boolean gone;

    ChatStream(ServerResponse response, OnCut onCut, boolean includeUsage, String id, long created) {
        this.response = response;
        this.onCut = onCut;
        this.includeUsage = includeUsage;
        this.id = id;
        this.created = created;
        this.json = new ChatJson(id, created);
    }

    @Override
    public synchronized boolean accept(StreamEvent event) {
        if (onCut == OnCut.HOLD) {
            return held.accept(event);
        }
        try {
            switch (event) {
                case StreamEvent.Begin begin -> begin(begin.attempt(), begin.provider(), begin.model());
                case StreamEvent.Piece(ChatEvent piece) -> send(json.piece(model, piece));
                case StreamEvent.Reset(String reason) -> reset(reason);
            }
        } catch (IOException | UncheckedIOException e) {
            gone = true;
        }
        return !gone && !cut;
    }

    /**
     * Ends the stream.
     *
     * @throws ProblemException when nothing was sent yet and no model answered
     */
    synchronized void end(ChainOutcome<Completion> outcome) {
        try {
            switch (outcome) {
                case ChainOutcome.Served<Completion> served -> {
                    if (onCut == OnCut.HOLD) {
                        begin(served.calls(), served.provider(), served.model());
                        for (ChatEvent piece : held.events()) {
                            send(json.piece(model, piece));
                        }
                    }
                    send(json.finish(model, served));
                    if (includeUsage) {
                        send(json.usage(model, served.usage()));
                    }
                    send(DONE);
                }
                case ChainOutcome.Unserved<Completion> unserved -> fail(unserved);
            }
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fail(ChainOutcome.Unserved<Completion> unserved) throws IOException {
        if (out == null) {
            throw InferenceErrors.of(unserved);
        }
        if (gone) {
            return;
        }
        Problem problem = cut ? CUT : InferenceErrors.of(unserved).problem();
        send(Json.bytes(generator -> {
            generator.writeStartObject();
            InferenceErrors.write(generator, problem);
            generator.writeEndObject();
        }));
        send(DONE);
    }

    private void begin(int attempt, String provider, String called) throws IOException {
        model = called;
        // A client that gathers pieces by id cannot mix two attempts.
        json = new ChatJson(id + "-" + attempt, created);
        if (out == null) {
            response.headers().set(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
            response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
            response.headers().set(HeaderNames.create(AttemptHeaders.PROVIDER), provider);
            response.headers().set(HeaderNames.create(AttemptHeaders.ATTEMPTS), Integer.toString(attempt));
            out = response.outputStream();
        }
        send(json.role(model));
    }

    private void reset(String reason) throws IOException {
        if (onCut == OnCut.RESET) {
            send(json.reset(model, reason));
        } else {
            cut = true;
        }
    }

    private void send(byte[] data) throws IOException {
        if (out == null) {
            throw new IllegalStateException("a piece came before its answer began");
        }
        out.write(DATA);
        out.write(data);
        out.write(END);
        out.flush();
    }
}
