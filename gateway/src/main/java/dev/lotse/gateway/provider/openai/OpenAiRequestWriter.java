package dev.lotse.gateway.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.provider.ChatMessage;
import dev.lotse.gateway.provider.ChatMessage.Part;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatRequest.ResponseFormat;
import dev.lotse.gateway.provider.ChatRequest.ToolChoice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes a chat request as OpenAI's API reference describes it. Thread-safe. */
final class OpenAiRequestWriter {
    private final ObjectMapper json;
    private final OpenAiDialect dialect;

    OpenAiRequestWriter(ObjectMapper json, OpenAiDialect dialect) {
        this.json = json;
        this.dialect = dialect;
    }

    byte[] write(String model, ChatRequest request) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var out = json.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("model", model);
            writeMessages(request, out);
            writeTools(request, out);
            writeFormat(request.format(), out);
            writeSampling(request.sampling(), out);
            if (request.stream()) {
                out.writeBooleanField("stream", true);
                if (dialect.streamUsage()) {
                    out.writeObjectFieldStart("stream_options");
                    out.writeBooleanField("include_usage", true);
                    out.writeEndObject();
                }
            }
            for (var extra : request.extra().entrySet()) {
                if (!ChatRequest.FIELDS.contains(extra.getKey())) {
                    out.writeFieldName(extra.getKey());
                    out.writeTree(extra.getValue());
                }
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void writeMessages(ChatRequest request, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("messages");
        for (var message : request.messages()) {
            out.writeStartObject();
            switch (message) {
                case ChatMessage.SystemMessage system -> {
                    out.writeStringField("role", "system");
                    out.writeStringField("content", system.text());
                }
                case ChatMessage.UserMessage user -> {
                    out.writeStringField("role", "user");
                    writeParts(user, out);
                }
                case ChatMessage.AssistantMessage assistant -> {
                    out.writeStringField("role", "assistant");
                    if (assistant.text().isEmpty() && !assistant.toolCalls().isEmpty()) {
                        out.writeNullField("content");
                    } else {
                        out.writeStringField("content", assistant.text());
                    }
                    writeToolCalls(assistant, out);
                }
                case ChatMessage.ToolMessage tool -> {
                    out.writeStringField("role", "tool");
                    out.writeStringField("tool_call_id", tool.toolCallId());
                    out.writeStringField("content", tool.text());
                }
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeParts(ChatMessage.UserMessage user, JsonGenerator out) throws IOException {
        // A plain string is understood by every server, a list of parts by some only.
        if (user.parts().size() == 1 && user.parts().getFirst() instanceof Part.Text text) {
            out.writeStringField("content", text.text());
            return;
        }
        out.writeArrayFieldStart("content");
        for (var part : user.parts()) {
            out.writeStartObject();
            switch (part) {
                case Part.Text text -> {
                    out.writeStringField("type", "text");
                    out.writeStringField("text", text.text());
                }
                case Part.Image image -> {
                    out.writeStringField("type", "image_url");
                    out.writeObjectFieldStart("image_url");
                    out.writeStringField("url", image.url());
                    if (image.detail() != null) {
                        out.writeStringField("detail", image.detail());
                    }
                    out.writeEndObject();
                }
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeToolCalls(ChatMessage.AssistantMessage assistant, JsonGenerator out) throws IOException {
        if (assistant.toolCalls().isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("tool_calls");
        for (var call : assistant.toolCalls()) {
            out.writeStartObject();
            out.writeStringField("id", call.id());
            out.writeStringField("type", "function");
            out.writeObjectFieldStart("function");
            out.writeStringField("name", call.name());
            out.writeStringField("arguments", call.arguments());
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeTools(ChatRequest request, JsonGenerator out) throws IOException {
        if (request.tools().isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("tools");
        for (var tool : request.tools()) {
            out.writeStartObject();
            out.writeStringField("type", "function");
            out.writeObjectFieldStart("function");
            out.writeStringField("name", tool.name());
            if (tool.description() != null) {
                out.writeStringField("description", tool.description());
            }
            if (tool.parameters() != null) {
                out.writeFieldName("parameters");
                out.writeTree(tool.parameters());
            }
            if (tool.strict() != null) {
                out.writeBooleanField("strict", tool.strict());
            }
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
        switch (request.toolChoice()) {
            case null -> {}
            case ToolChoice.Auto ignored -> out.writeStringField("tool_choice", "auto");
            case ToolChoice.None ignored -> out.writeStringField("tool_choice", "none");
            case ToolChoice.Required ignored -> out.writeStringField("tool_choice", "required");
            case ToolChoice.Named named -> {
                out.writeObjectFieldStart("tool_choice");
                out.writeStringField("type", "function");
                out.writeObjectFieldStart("function");
                out.writeStringField("name", named.name());
                out.writeEndObject();
                out.writeEndObject();
            }
        }
    }

    private static void writeFormat(ResponseFormat format, JsonGenerator out) throws IOException {
        switch (format) {
            case ResponseFormat.Text ignored -> {}
            case ResponseFormat.Json ignored -> {
                out.writeObjectFieldStart("response_format");
                out.writeStringField("type", "json_object");
                out.writeEndObject();
            }
            case ResponseFormat.Schema schema -> {
                out.writeObjectFieldStart("response_format");
                out.writeStringField("type", "json_schema");
                out.writeFieldName("json_schema");
                out.writeTree(schema.schema());
                out.writeEndObject();
            }
        }
    }

    private void writeSampling(ChatRequest.Sampling sampling, JsonGenerator out) throws IOException {
        if (sampling.maxTokens() != null) {
            out.writeNumberField(dialect.maxTokens().wireName(), sampling.maxTokens());
        }
        if (sampling.temperature() != null) {
            out.writeNumberField("temperature", sampling.temperature());
        }
        if (sampling.topP() != null) {
            out.writeNumberField("top_p", sampling.topP());
        }
        if (sampling.seed() != null) {
            out.writeNumberField("seed", sampling.seed());
        }
        if (!sampling.stop().isEmpty()) {
            out.writeArrayFieldStart("stop");
            for (var stop : sampling.stop()) {
                out.writeString(stop);
            }
            out.writeEndArray();
        }
    }
}
