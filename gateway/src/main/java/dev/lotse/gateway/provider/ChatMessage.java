package dev.lotse.gateway.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One turn of a conversation. */
public sealed interface ChatMessage {

    /** What the operator of the model says to it. */
    record SystemMessage(String text) implements ChatMessage {}

    /** What the person says, in one or more parts. */
    record UserMessage(List<Part> parts) implements ChatMessage {
        public UserMessage {
            parts = List.copyOf(parts);
        }
    }

    /**
     * What the model said earlier.
     *
     * @param text may be empty where the model only called tools
     */
    record AssistantMessage(String text, List<ToolCall> toolCalls) implements ChatMessage {
        public AssistantMessage {
            toolCalls = List.copyOf(toolCalls);
        }
    }

    /** What a tool returned to the model's call with that id. */
    record ToolMessage(String toolCallId, String text) implements ChatMessage {}

    /** A message of one text from the person. */
    static ChatMessage user(String text) {
        return new UserMessage(List.of(new Part.Text(text)));
    }

    /** Part of what a person says. */
    sealed interface Part {
        /** Words. */
        record Text(String text) implements Part {}

        /**
         * A picture.
         *
         * @param url an https or data URL
         * @param detail how closely the model should look ({@code low}, {@code high}, {@code auto}), or null
         */
        record Image(String url, @Nullable String detail) implements Part {}
    }

    /**
     * A call of a tool by the model.
     *
     * @param arguments JSON text as the model wrote it; not necessarily valid
     */
    record ToolCall(String id, String name, String arguments) {}
}
