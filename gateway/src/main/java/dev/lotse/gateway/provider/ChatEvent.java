package dev.lotse.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A piece of an answer as it arises. */
public sealed interface ChatEvent {

    /**
     * More of the answer's text.
     *
     * @param text never empty
     * @param logprobs the {@code logprobs} object of OpenAI's format that came with it, or null
     */
    record Delta(String text, @Nullable JsonNode logprobs) implements ChatEvent {
        public Delta(String text) {
            this(text, null);
        }
    }

    /** More of the model's visible reasoning; not part of the answer. */
    record Reasoning(String text) implements ChatEvent {}

    /**
     * More of a tool call. The first piece of an index carries id and name.
     *
     * @param index which call of this answer, from 0
     * @param arguments the next piece of the arguments' JSON text, may be empty
     */
    record ToolCallDelta(
            int index, @Nullable String id, @Nullable String name, String arguments) implements ChatEvent {}
}
