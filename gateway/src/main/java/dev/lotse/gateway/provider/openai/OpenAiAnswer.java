package dev.lotse.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.FinishReason;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.Usage;
import dev.lotse.gateway.provider.transport.Delivery;
import dev.lotse.gateway.provider.transport.UpstreamException;
import org.jspecify.annotations.Nullable;

/** Gathers one answer from {@code chat.completion} or {@code chat.completion.chunk} objects. Not thread-safe. */
final class OpenAiAnswer {
    private final Delivery delivery;
    private String model;
    private @Nullable FinishReason finish;
    private @Nullable Usage usage;

    OpenAiAnswer(String model, Delivery delivery) {
        this.model = model;
        this.delivery = delivery;
    }

    /** A {@code chat.completion}. */
    void takeWhole(JsonNode completion) throws UpstreamException {
        takeHead(completion);
        var choice = completion.path("choices").path(0);
        if (!choice.path("message").isObject()) {
            throw malformed("choices[0].message is missing");
        }
        takeContent(choice.get("message"), choice.get("logprobs"));
        takeFinish(choice.path("finish_reason").asText("stop"));
    }

    /** A {@code chat.completion.chunk}. The first of Azure and the last with the usage have no choices. */
    void takeChunk(JsonNode chunk) throws UpstreamException {
        takeHead(chunk);
        var choices = chunk.path("choices");
        if (!choices.isArray() && !choices.isMissingNode() && !choices.isNull()) {
            throw malformed("choices is not an array");
        }
        var choice = choices.path(0);
        if (choice.isMissingNode() || choice.path("index").asInt(0) != 0) {
            return;
        }
        if (choice.path("delta").isObject()) {
            takeContent(choice.get("delta"), choice.get("logprobs"));
        }
        if (choice.hasNonNull("finish_reason")) {
            takeFinish(choice.get("finish_reason").asText());
        }
    }

    void requireFinished() throws UpstreamException {
        if (finish == null) {
            throw new UpstreamException(new ProviderError.Cut("the stream ended before the answer did"));
        }
    }

    Completion completion() {
        return new Completion(finish == null ? FinishReason.STOP : finish, model);
    }

    Usage usage(long promptCharacters) {
        return usage == null ? delivery.estimate(promptCharacters) : usage;
    }

    private void takeHead(JsonNode object) {
        if (object.path("model").isTextual()
                && !object.path("model").textValue().isEmpty()) {
            model = object.get("model").textValue();
        }
        var reported = object.path("usage");
        if (reported.path("prompt_tokens").isNumber()) {
            long prompt = Math.max(0, reported.path("prompt_tokens").asLong());
            long cached = Math.clamp(
                    reported.path("prompt_tokens_details").path("cached_tokens").asLong(0), 0, prompt);
            usage = new Usage(
                    prompt - cached,
                    cached,
                    0,
                    Math.max(0, reported.path("completion_tokens").asLong(0)),
                    false);
        }
    }

    private void takeContent(JsonNode content, @Nullable JsonNode logprobs) throws UpstreamException {
        var refusal = content.path("refusal").asText("");
        if (content.path("refusal").isTextual() && !refusal.isEmpty()) {
            throw new UpstreamException(new ProviderError.ContentFiltered("the model refused to answer"));
        }
        for (var field : new String[] {"reasoning_content", "reasoning"}) {
            var reasoning = content.path(field);
            if (reasoning.isTextual() && !reasoning.textValue().isEmpty()) {
                delivery.deliver(new ChatEvent.Reasoning(reasoning.textValue()));
                break;
            }
        }
        var text = content.path("content");
        if (text.isTextual() && !text.textValue().isEmpty()) {
            delivery.deliver(
                    new ChatEvent.Delta(text.textValue(), logprobs == null || logprobs.isNull() ? null : logprobs));
        } else if (text.isArray()) {
            takeParts(text);
        } else if (!text.isTextual() && !text.isNull() && !text.isMissingNode()) {
            throw malformed("content is neither a text nor a list of parts");
        }
        var calls = content.path("tool_calls");
        for (int i = 0; i < calls.size(); i++) {
            takeToolCall(calls.get(i), i);
        }
    }

    /** Mistral's reasoning models answer in parts. */
    private void takeParts(JsonNode parts) throws UpstreamException {
        for (var part : parts) {
            switch (part.path("type").asText("")) {
                case "text" -> deliverText(part.path("text").asText(""));
                case "thinking" -> {
                    for (var thought : part.path("thinking")) {
                        delivery.deliver(
                                new ChatEvent.Reasoning(thought.path("text").asText("")));
                    }
                }
                default -> {
                    // References and the like have no place in a text.
                }
            }
        }
    }

    private void deliverText(String text) throws UpstreamException {
        if (!text.isEmpty()) {
            delivery.deliver(new ChatEvent.Delta(text));
        }
    }

    private void takeToolCall(JsonNode call, int position) throws UpstreamException {
        var function = call.path("function");
        var arguments = function.path("arguments");
        delivery.deliver(new ChatEvent.ToolCallDelta(
                call.path("index").asInt(position),
                text(call.path("id")),
                text(function.path("name")),
                // A few servers send the arguments as an object instead of as its text.
                arguments.isObject() ? arguments.toString() : arguments.asText("")));
    }

    private void takeFinish(String reason) throws UpstreamException {
        finish = switch (reason) {
            case "content_filter" ->
                throw new UpstreamException(new ProviderError.ContentFiltered("the provider filtered the answer"));
            case "error" -> throw new UpstreamException(new ProviderError.Overloaded(0, null));
            case "length", "max_tokens" -> FinishReason.LENGTH;
            case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
            default -> FinishReason.STOP;
        };
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
    }

    private static UpstreamException malformed(String detail) {
        return new UpstreamException(new ProviderError.Malformed(detail));
    }
}
