package dev.lotse.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked, free of any vendor's wire format. JSON nodes are never modified after they were handed over.
 *
 * @param messages at least one
 * @param tools functions that the model may call
 * @param toolChoice whether it must, or null for the model's own choice
 * @param format the shape of the answer's text
 * @param sampling limits and randomness
 * @param stream whether pieces are wanted as they arise; otherwise the provider may deliver all at once
 * @param extra further request fields by their name in OpenAI's format; only providers of that format receive them
 */
public record ChatRequest(
        List<ChatMessage> messages,
        List<Tool> tools,
        @Nullable ToolChoice toolChoice,
        ResponseFormat format,
        Sampling sampling,
        boolean stream,
        Map<String, JsonNode> extra) {
    /** Fields of OpenAI's format that the other components stand for; among {@link #extra} they would change what was checked and priced. */
    public static final Set<String> FIELDS = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "tools",
            "tool_choice",
            "response_format",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "seed",
            "stop",
            "n");

    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        extra = Map.copyOf(extra);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("messages is empty; at least one message is needed");
        }
    }

    /** A plain conversation without tools. */
    public static ChatRequest of(List<ChatMessage> messages, Sampling sampling, boolean stream) {
        return new ChatRequest(messages, List.of(), null, new ResponseFormat.Text(), sampling, stream, Map.of());
    }

    /** The same request with other messages. */
    public ChatRequest withMessages(List<ChatMessage> replacement) {
        return new ChatRequest(replacement, tools, toolChoice, format, sampling, stream, extra);
    }

    /** What a provider must be able to do to serve this request. */
    public Set<Capability> needs() {
        var needs = EnumSet.noneOf(Capability.class);
        if (stream) {
            needs.add(Capability.STREAMING);
        }
        if (!tools.isEmpty()) {
            needs.add(Capability.TOOLS);
        }
        switch (format) {
            case ResponseFormat.Text ignored -> {}
            case ResponseFormat.Json ignored -> needs.add(Capability.JSON_MODE);
            case ResponseFormat.Schema ignored -> needs.add(Capability.JSON_SCHEMA);
        }
        for (var message : messages) {
            if (message instanceof ChatMessage.UserMessage user
                    && user.parts().stream().anyMatch(part -> part instanceof ChatMessage.Part.Image)) {
                needs.add(Capability.VISION);
            }
        }
        return needs;
    }

    /** Characters of all texts that the model reads; the base of token estimates. */
    public long characters() {
        long sum = 0;
        for (var message : messages) {
            sum += switch (message) {
                case ChatMessage.SystemMessage system -> system.text().length();
                case ChatMessage.UserMessage user ->
                    user.parts().stream()
                            .mapToLong(part -> part instanceof ChatMessage.Part.Text text
                                    ? text.text().length()
                                    : IMAGE_CHARACTERS)
                            .sum();
                case ChatMessage.AssistantMessage assistant ->
                    assistant.text().length()
                            + assistant.toolCalls().stream()
                                    .mapToLong(call -> call.arguments().length())
                                    .sum();
                case ChatMessage.ToolMessage tool -> tool.text().length();
            };
        }
        for (var tool : tools) {
            sum += tool.characters();
        }
        return sum;
    }

    /** What an image is taken for in estimates: about 1,000 tokens. */
    private static final long IMAGE_CHARACTERS = 4_000;

    /**
     * A function that the model may call.
     *
     * @param parameters JSON schema of its arguments, or null where it takes none
     * @param strict whether arguments must follow the schema exactly, or null for the provider's default
     */
    public record Tool(
            String name,
            @Nullable String description,
            @Nullable JsonNode parameters,
            @Nullable Boolean strict) {
        private long characters() {
            return (long) name.length()
                    + (description == null ? 0 : description.length())
                    + (parameters == null ? 0 : parameters.toString().length());
        }
    }

    /** Whether tools are to be called. */
    public sealed interface ToolChoice {
        /** As the model sees fit. */
        record Auto() implements ToolChoice {}

        /** Not at all. */
        record None() implements ToolChoice {}

        /** At least one. */
        record Required() implements ToolChoice {}

        /** This one. */
        record Named(String name) implements ToolChoice {}
    }

    /** The shape of the answer's text. */
    public sealed interface ResponseFormat {
        /** Free text. */
        record Text() implements ResponseFormat {}

        /** Some JSON object. */
        record Json() implements ResponseFormat {}

        /** JSON that follows a schema; the node is the {@code json_schema} object of OpenAI's format. */
        record Schema(JsonNode schema) implements ResponseFormat {}
    }

    /**
     * Limits and randomness; null leaves a value to the provider.
     *
     * @param maxTokens longest answer in model tokens, at least 1
     * @param temperature 0 to 2
     * @param topP 0 to 1
     * @param seed for repeatable answers where the provider can
     * @param stop texts that end the answer
     */
    public record Sampling(
            @Nullable Integer maxTokens,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Long seed,
            List<String> stop) {
        public Sampling {
            stop = List.copyOf(stop);
        }

        /** The provider's own defaults. */
        public static Sampling defaults() {
            return new Sampling(null, null, null, null, List.of());
        }
    }
}
