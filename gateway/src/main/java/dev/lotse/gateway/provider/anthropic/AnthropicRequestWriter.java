package dev.lotse.gateway.provider.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.provider.ChatMessage;
import dev.lotse.gateway.provider.ChatMessage.Part;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatRequest.ToolChoice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a chat request as a Messages request: system messages go to {@code system}, neighbours of one role become one message
 * (the results of parallel tool calls must stand in one), arguments become objects. Thread-safe.
 */
final class AnthropicRequestWriter {
    private final ObjectMapper json;
    private final int defaultMaxTokens;

    AnthropicRequestWriter(ObjectMapper json, int defaultMaxTokens) {
        this.json = json;
        this.defaultMaxTokens = defaultMaxTokens;
    }

    byte[] write(String model, ChatRequest request) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var out = json.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("model", model);
            var sampling = request.sampling();
            // The one limit that this API insists on.
            out.writeNumberField("max_tokens", sampling.maxTokens() == null ? defaultMaxTokens : sampling.maxTokens());
            writeSystem(request, out);
            writeMessages(request, out);
            writeTools(request, out);
            if (sampling.temperature() != null) {
                out.writeNumberField("temperature", Math.min(1.0, sampling.temperature()));
            }
            if (sampling.topP() != null) {
                out.writeNumberField("top_p", sampling.topP());
            }
            if (!sampling.stop().isEmpty()) {
                out.writeArrayFieldStart("stop_sequences");
                for (var stop : sampling.stop()) {
                    out.writeString(stop);
                }
                out.writeEndArray();
            }
            if (request.stream()) {
                out.writeBooleanField("stream", true);
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void writeSystem(ChatRequest request, JsonGenerator out) throws IOException {
        var system = new ArrayList<String>();
        for (var message : request.messages()) {
            if (message instanceof ChatMessage.SystemMessage said) {
                system.add(said.text());
            }
        }
        if (!system.isEmpty()) {
            out.writeStringField("system", String.join("\n\n", system));
        }
    }

    private void writeMessages(ChatRequest request, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("messages");
        var role = "";
        for (var message : request.messages()) {
            if (message instanceof ChatMessage.SystemMessage) {
                continue;
            }
            var next = message instanceof ChatMessage.AssistantMessage ? "assistant" : "user";
            if (!next.equals(role)) {
                if (!role.isEmpty()) {
                    out.writeEndArray();
                    out.writeEndObject();
                }
                out.writeStartObject();
                out.writeStringField("role", next);
                out.writeArrayFieldStart("content");
                role = next;
            }
            writeBlocks(message, out);
        }
        if (!role.isEmpty()) {
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void writeBlocks(ChatMessage message, JsonGenerator out) throws IOException {
        switch (message) {
            case ChatMessage.SystemMessage ignored -> {}
            case ChatMessage.UserMessage user -> {
                for (var part : user.parts()) {
                    switch (part) {
                        case Part.Text text -> writeText(text.text(), out);
                        case Part.Image image -> writeImage(image.url(), out);
                    }
                }
            }
            case ChatMessage.AssistantMessage assistant -> {
                writeText(assistant.text(), out);
                for (var call : assistant.toolCalls()) {
                    out.writeStartObject();
                    out.writeStringField("type", "tool_use");
                    out.writeStringField("id", call.id());
                    out.writeStringField("name", call.name());
                    out.writeFieldName("input");
                    out.writeTree(arguments(call.arguments()));
                    out.writeEndObject();
                }
            }
            case ChatMessage.ToolMessage tool -> {
                out.writeStartObject();
                out.writeStringField("type", "tool_result");
                out.writeStringField("tool_use_id", tool.toolCallId());
                out.writeStringField("content", tool.text());
                out.writeEndObject();
            }
        }
    }

    private static void writeText(String text, JsonGenerator out) throws IOException {
        // Empty text blocks are refused by the API.
        if (text.isBlank()) {
            return;
        }
        out.writeStartObject();
        out.writeStringField("type", "text");
        out.writeStringField("text", text);
        out.writeEndObject();
    }

    private static void writeImage(String url, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", "image");
        out.writeObjectFieldStart("source");
        int comma = url.indexOf(";base64,");
        if (url.startsWith("data:") && comma > 0) {
            out.writeStringField("type", "base64");
            out.writeStringField("media_type", url.substring("data:".length(), comma));
            out.writeStringField("data", url.substring(comma + ";base64,".length()));
        } else {
            out.writeStringField("type", "url");
            out.writeStringField("url", url);
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    /** The API wants an object; what a model once wrote that is none cannot be repeated to it. */
    private JsonNode arguments(String text) {
        try {
            var tree = json.readTree(text);
            return tree.isObject() ? tree : json.createObjectNode();
        } catch (JsonProcessingException e) {
            return json.createObjectNode();
        }
    }

    private void writeTools(ChatRequest request, JsonGenerator out) throws IOException {
        if (request.tools().isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("tools");
        for (var tool : request.tools()) {
            out.writeStartObject();
            out.writeStringField("name", tool.name());
            if (tool.description() != null) {
                out.writeStringField("description", tool.description());
            }
            out.writeFieldName("input_schema");
            out.writeTree(tool.parameters() == null ? emptySchema() : tool.parameters());
            out.writeEndObject();
        }
        out.writeEndArray();
        var parallel = request.extra().get("parallel_tool_calls");
        boolean single = parallel != null && parallel.isBoolean() && !parallel.booleanValue();
        var choice = request.toolChoice();
        if (choice == null && !single) {
            return;
        }
        out.writeObjectFieldStart("tool_choice");
        for (var field : choiceFields(choice)) {
            out.writeStringField(field[0], field[1]);
        }
        if (single && !(choice instanceof ToolChoice.None)) {
            out.writeBooleanField("disable_parallel_tool_use", true);
        }
        out.writeEndObject();
    }

    private static List<String[]> choiceFields(@org.jspecify.annotations.Nullable ToolChoice choice) {
        return switch (choice) {
            case null -> fields("type", "auto");
            case ToolChoice.Auto ignored -> fields("type", "auto");
            case ToolChoice.None ignored -> fields("type", "none");
            case ToolChoice.Required ignored -> fields("type", "any");
            case ToolChoice.Named named -> List.of(new String[] {"type", "tool"}, new String[] {"name", named.name()});
        };
    }

    private static List<String[]> fields(String name, String value) {
        return List.<String[]>of(new String[] {name, value});
    }

    private JsonNode emptySchema() {
        return json.createObjectNode().put("type", "object");
    }
}
