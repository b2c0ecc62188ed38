package dev.lotse.gateway.provider.anthropic;

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
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Chat with Anthropic's Messages API. Thread-safe. */
public final class AnthropicChat implements ChatProvider {
    /** To be among the headers of the endpoint: the version of the API that this adapter was written for. */
    public static final Map<String, String> VERSION_HEADER = Map.of("anthropic-version", "2023-06-01");

    private static final String PATH = "/messages";

    private final String name;
    private final UpstreamHttp http;
    private final ObjectMapper json;
    private final AnthropicRequestWriter writer;
    private final AnthropicErrors errors;

    /** @param defaultMaxTokens longest answer where a request does not say; the API insists on a limit */
    public AnthropicChat(String name, UpstreamHttp http, int defaultMaxTokens, ObjectMapper json) {
        if (defaultMaxTokens < 1) {
            throw new IllegalArgumentException("defaultMaxTokens is " + defaultMaxTokens + "; it must be at least 1");
        }
        this.name = name;
        this.http = http;
        this.json = json;
        this.writer = new AnthropicRequestWriter(json, defaultMaxTokens);
        this.errors = new AnthropicErrors(json);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Result<Completion> chat(String model, ChatRequest request, CallLimits limits, ChatSink sink) {
        try (var response = http.post(PATH, writer.write(model, request), limits)) {
            if (response.status() != 200) {
                return new Result.Failed<>(errors.of(response));
            }
            var answer = new AnthropicAnswer(model, new Delivery(sink, response));
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

    private void readStream(UpstreamResponse response, AnthropicAnswer answer) throws UpstreamException {
        while (!answer.stopped()) {
            var event = response.nextEvent();
            if (event == null) {
                break;
            }
            answer.takeEvent(parse(event.data().getBytes(StandardCharsets.UTF_8), response));
        }
        answer.requireFinished();
        response.answered();
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
        if (tree.path("type").asText("").equals("error")) {
            throw new UpstreamException(errors.within(tree.path("error"), response));
        }
        return tree;
    }
}
