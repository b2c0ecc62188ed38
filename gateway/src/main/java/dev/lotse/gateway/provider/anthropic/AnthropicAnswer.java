package dev.lotse.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.FinishReason;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.Usage;
import dev.lotse.gateway.provider.transport.Delivery;
import dev.lotse.gateway.provider.transport.UpstreamException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers one answer from a Messages response or from the events of its stream. Not thread-safe. */
final class AnthropicAnswer {
    private final Delivery delivery;
    /** Which tool call a content block is: blocks are counted over texts too, tool calls are not. */
    private final Map<Integer, Integer> toolCalls = new HashMap<>();

    private String model;
    private @Nullable FinishReason finish;
    private boolean stopped;
    private boolean usageReported;
    private long input;
    private long cachedInput;
    private long cacheWrite;
    private long output;
    private boolean outputReported;

    AnthropicAnswer(String model, Delivery delivery) {
        this.model = model;
        this.delivery = delivery;
    }

    /** A whole {@code message}. */
    void takeWhole(JsonNode message) throws UpstreamException {
        if (!message.path("content").isArray()) {
            throw new UpstreamException(new ProviderError.Malformed("content is missing"));
        }
        takeHead(message);
        int index = 0;
        for (var block : message.get("content")) {
            startBlock(index++, block);
            if (block.path("type").asText("").equals("tool_use")) {
                toolDelta(index - 1, block.path("input").toString());
            }
        }
        takeFinish(message.path("stop_reason").asText("end_turn"));
        outputReported = usageReported;
        stopped = true;
    }

    /** One event of a stream; kinds that are not known are skipped, as the API's versioning policy asks for. */
    void takeEvent(JsonNode event) throws UpstreamException {
        switch (event.path("type").asText("")) {
            case "message_start" -> takeHead(event.path("message"));
            case "content_block_start" -> startBlock(event.path("index").asInt(), event.path("content_block"));
            case "content_block_delta" -> delta(event.path("index").asInt(), event.path("delta"));
            case "message_delta" -> {
                takeUsage(event.path("usage"));
                outputReported = usageReported;
                if (event.path("delta").hasNonNull("stop_reason")) {
                    takeFinish(event.path("delta").get("stop_reason").asText());
                }
            }
            case "message_stop" -> stopped = true;
            default -> {
                // ping, content_block_stop, and what future versions add
            }
        }
    }

    boolean stopped() {
        return stopped;
    }

    void requireFinished() throws UpstreamException {
        if (finish == null || !stopped) {
            throw new UpstreamException(new ProviderError.Cut("the stream ended before the answer did"));
        }
    }

    Completion completion() {
        return new Completion(finish == null ? FinishReason.STOP : finish, model);
    }

    Usage usage(long promptCharacters) {
        var estimate = delivery.estimate(promptCharacters);
        if (!usageReported) {
            return estimate;
        }
        // message_start counts one or two tokens of output only; a stream that broke off has written more.
        long written = outputReported ? output : Math.max(output, estimate.output());
        return new Usage(input, cachedInput, cacheWrite, written, !outputReported);
    }

    private void takeHead(JsonNode message) {
        if (message.path("model").isTextual()) {
            model = message.get("model").textValue();
        }
        takeUsage(message.path("usage"));
    }

    private void takeUsage(JsonNode usage) {
        if (!usage.isObject()) {
            return;
        }
        usageReported = true;
        // Later events repeat some counts as totals and leave others out.
        input = count(usage, "input_tokens", input);
        cachedInput = count(usage, "cache_read_input_tokens", cachedInput);
        cacheWrite = count(usage, "cache_creation_input_tokens", cacheWrite);
        output = count(usage, "output_tokens", output);
    }

    private static long count(JsonNode usage, String field, long known) {
        return usage.path(field).isNumber() ? Math.max(0, usage.get(field).asLong()) : known;
    }

    private void startBlock(int index, JsonNode block) throws UpstreamException {
        switch (block.path("type").asText("")) {
            case "text" -> deliverText(block.path("text").asText(""));
            case "thinking" -> deliverReasoning(block.path("thinking").asText(""));
            case "tool_use" -> {
                int call = toolCalls.size();
                toolCalls.put(index, call);
                delivery.deliver(new ChatEvent.ToolCallDelta(
                        call, block.path("id").asText(), block.path("name").asText(), ""));
            }
            default -> {
                // redacted thinking and blocks of server-side tools, which this gateway never asks for
            }
        }
    }

    private void delta(int index, JsonNode delta) throws UpstreamException {
        switch (delta.path("type").asText("")) {
            case "text_delta" -> deliverText(delta.path("text").asText(""));
            case "thinking_delta" -> deliverReasoning(delta.path("thinking").asText(""));
            case "input_json_delta" ->
                toolDelta(index, delta.path("partial_json").asText(""));
            default -> {
                // signatures and citations
            }
        }
    }

    private void toolDelta(int index, String json) throws UpstreamException {
        var call = toolCalls.get(index);
        if (call == null) {
            throw new UpstreamException(new ProviderError.Malformed("a tool call goes on that never began"));
        }
        if (!json.isEmpty()) {
            delivery.deliver(new ChatEvent.ToolCallDelta(call, null, null, json));
        }
    }

    private void deliverText(String text) throws UpstreamException {
        if (!text.isEmpty()) {
            delivery.deliver(new ChatEvent.Delta(text));
        }
    }

    private void deliverReasoning(String text) throws UpstreamException {
        if (!text.isEmpty()) {
            delivery.deliver(new ChatEvent.Reasoning(text));
        }
    }

    private void takeFinish(String reason) throws UpstreamException {
        finish = switch (reason) {
            case "refusal" ->
                throw new UpstreamException(new ProviderError.ContentFiltered("the model refused to answer"));
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            default -> FinishReason.STOP;
        };
    }
}
