package dev.lotse.gateway.http.inference;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.http.Json;
import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatMessage.ToolCall;
import dev.lotse.gateway.provider.ChatProvider.Completion;
import dev.lotse.gateway.provider.FinishReason;
import dev.lotse.gateway.provider.Usage;
import dev.lotse.gateway.provider.chain.ChainOutcome;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers in OpenAI's shape. What OpenAI has no field for is in the member {@code lotse}, which its clients pass over.
 *
 * @param id of the answer; that of a stream changes with every attempt
 * @param created seconds since 1970
 */
record ChatJson(String id, long created) {

    /** An answer that is sent at once. */
    byte[] completion(ChainOutcome.Served<Completion> served, CollectedAnswer answer) {
        return Json.bytes(json -> {
            head(json, "chat.completion", served.model());
            json.writeArrayFieldStart("choices");
            json.writeStartObject();
            json.writeNumberField("index", 0);
            json.writeObjectFieldStart("message");
            json.writeStringField("role", "assistant");
            List<ToolCall> calls = answer.toolCalls();
            json.writeStringField("content", answer.text().isEmpty() && !calls.isEmpty() ? null : answer.text());
            if (!answer.reasoning().isEmpty()) {
                json.writeStringField("reasoning_content", answer.reasoning());
            }
            json.writeNullField("refusal");
            if (!calls.isEmpty()) {
                json.writeArrayFieldStart("tool_calls");
                for (ToolCall call : calls) {
                    json.writeStartObject();
                    json.writeStringField("id", call.id());
                    json.writeStringField("type", "function");
                    json.writeObjectFieldStart("function");
                    json.writeStringField("name", call.name());
                    json.writeStringField("arguments", call.arguments());
                    json.writeEndObject();
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            tree(json, "logprobs", answer.logprobs());
            json.writeStringField("finish_reason", wireName(served.value().reason()));
            json.writeEndObject();
            json.writeEndArray();
            usage(json, served.usage());
            lotse(json, served);
            json.writeEndObject();
        });
    }

    /** The first chunk of an attempt. */
    byte[] role(String model) {
        return chunk(model, json -> json.writeStringField("role", "assistant"), null, null, null);
    }

    byte[] piece(String model, ChatEvent event) {
        return switch (event) {
            case ChatEvent.Delta delta ->
                chunk(model, json -> json.writeStringField("content", delta.text()), delta.logprobs(), null, null);
            case ChatEvent.Reasoning reasoning ->
                chunk(model, json -> json.writeStringField("reasoning_content", reasoning.text()), null, null, null);
            case ChatEvent.ToolCallDelta call -> chunk(model, json -> toolCall(json, call), null, null, null);
        };
    }

    /** The last chunk of an answer. */
    byte[] finish(String model, ChainOutcome.Served<Completion> served) {
        return chunk(model, json -> {}, null, wireName(served.value().reason()), json -> lotse(json, served));
    }

    /** Tells a client that understands it to drop what it has of the answer. */
    byte[] reset(String model, String reason) {
        return withoutChoices(model, json -> {
            json.writeObjectFieldStart("lotse");
            json.writeObjectFieldStart("reset");
            json.writeStringField("reason", reason);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    byte[] usage(String model, Usage usage) {
        return withoutChoices(model, json -> usage(json, usage));
    }

    private byte[] withoutChoices(String model, Json.Writer members) {
        return Json.bytes(json -> {
            head(json, "chat.completion.chunk", model);
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            members.write(json);
            json.writeEndObject();
        });
    }

    private byte[] chunk(
            String model,
            Json.Writer delta,
            @Nullable JsonNode logprobs,
            @Nullable String finish,
            Json.@Nullable Writer members) {
        return Json.bytes(json -> {
            head(json, "chat.completion.chunk", model);
            json.writeArrayFieldStart("choices");
            json.writeStartObject();
            json.writeNumberField("index", 0);
            json.writeObjectFieldStart("delta");
            delta.write(json);
            json.writeEndObject();
            tree(json, "logprobs", logprobs);
            json.writeStringField("finish_reason", finish);
            json.writeEndObject();
            json.writeEndArray();
            if (members != null) {
                members.write(json);
            }
            json.writeEndObject();
        });
    }

    private void head(JsonGenerator json, String object, String model) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("object", object);
        json.writeNumberField("created", created);
        json.writeStringField("model", model);
    }

    private static void toolCall(JsonGenerator json, ChatEvent.ToolCallDelta call) throws IOException {
        json.writeArrayFieldStart("tool_calls");
        json.writeStartObject();
        json.writeNumberField("index", call.index());
        if (call.id() != null) {
            json.writeStringField("id", call.id());
            json.writeStringField("type", "function");
        }
        json.writeObjectFieldStart("function");
        if (call.name() != null) {
            json.writeStringField("name", call.name());
        }
        json.writeStringField("arguments", call.arguments());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void usage(JsonGenerator json, Usage usage) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", usage.prompt());
        json.writeNumberField("completion_tokens", usage.output());
        json.writeNumberField("total_tokens", usage.total());
        json.writeObjectFieldStart("prompt_tokens_details");
        json.writeNumberField("cached_tokens", usage.cachedInput());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void lotse(JsonGenerator json, ChainOutcome.Served<?> served) throws IOException {
        json.writeObjectFieldStart("lotse");
        json.writeStringField("provider", served.provider());
        json.writeNumberField("attempts", served.calls());
        json.writeNumberField("cost", served.cost().amount());
        json.writeEndObject();
    }

    /** Nodes are written by themselves: the generator of this server has no codec. */
    private static void tree(JsonGenerator json, String name, @Nullable JsonNode node) throws IOException {
        json.writeFieldName(name);
        if (node == null) {
            json.writeNull();
        } else {
            json.writeRawValue(node.toString());
        }
    }

    private static String wireName(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
        };
    }
}
