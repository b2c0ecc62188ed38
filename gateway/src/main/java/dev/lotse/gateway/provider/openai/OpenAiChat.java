package dev.lotse.gateway.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ChatProvider;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatSink;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.Result;
import dev.lotse.gateway.provider.Usage;
import dev.lotse.gateway.provider.transport.Delivery;
import dev.lotse.gateway.provider.transport.UpstreamException;
import dev.lotse.gateway.provider.transport.UpstreamHttp;
import dev.lotse.gateway.provider.transport.UpstreamResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Chat with any server that speaks OpenAI's wire format. Thread-safe. */
public final class OpenAiChat implements ChatProvider {
    private final String name;
    private final UpstreamHttp http;
    private final ObjectMapper json;
    private final OpenAiDialect dialect;
    private final OpenAiRequestWriter writer;
    private final OpenAiErrors errors;

    public OpenAiChat(String name, UpstreamHttp http, OpenAiDialect dialect, ObjectMapper json) {
        this.name = name;
        this.http = http;
        this.json = json;
        this.dialect = dialect;
        this.writer = new OpenAiRequestWriter(json, dialect);
        this.errors = new OpenAiErrors(json);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Result<Completion> chat(String model, ChatRequest request, CallLimits limits, ChatSink sink) {
        var path = dialect.chatPath().replace("{model}", URLEncoder.encode(model, StandardCharsets.UTF_8));
        try (var response = http.post(path, writer.write(model, request), limits)) {
            if (response.status() != 200) {
                return new Result.Failed<>(errors.of(response));
            }
            var answer = new OpenAiAnswer(model, new Delivery(sink, response));
            try {
                if (response.isEventStream()) {
                    readStream(response, answer);
                } else {
                    answer.takeWhole(parse(response.readAll(), response));
                }
                return new Result.Ok<>(answer.completion(), answer.usage(request.characters()));
            } catch (UpstreamException e) {
                return new Result.Failed<>(e.error(), answer.usage(request.characters()));
            }
        } catch (UpstreamException e) {
            return new Result.Failed<>(e.error(), Usage.NONE);
        }
    }

    private void readStream(UpstreamResponse response, OpenAiAnswer answer) throws UpstreamException {
        while (true) {
            var event = response.nextEvent();
            if (event == null) {
                // Some servers end the body without [DONE]; a finish reason is then the only sign of a whole answer.
                answer.requireFinished();
                return;
            }
            var data = event.data();
            if (data.equals("[DONE]")) {
                answer.requireFinished();
                response.answered();
                return;
            }
            answer.takeChunk(parse(data.getBytes(StandardCharsets.UTF_8), response));
        }
    }

    private JsonNode parse(byte[] bytes, UpstreamResponse response) throws UpstreamException {
        JsonNode tree;
        try {
            tree = json.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new UpstreamException(new ProviderError.Malformed("what arrived is not JSON"));
        } catch (IOException e) {
            throw new UpstreamException(new ProviderError.Malformed("what arrived cannot be read"));
        }
        if (!tree.isObject()) {
            throw new UpstreamException(new ProviderError.Malformed("what arrived is not a JSON object"));
        }
        if (tree.hasNonNull("error")) {
            throw new UpstreamException(errors.within(tree.get("error"), response));
        }
        return tree;
    }
}
