package dev.lotse.gateway.http.inference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lotse.gateway.provider.ChatMessage;
import dev.lotse.gateway.provider.ChatMessage.Part;
import dev.lotse.gateway.provider.ChatMessage.ToolCall;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatRequest.ResponseFormat;
import dev.lotse.gateway.provider.ChatRequest.Sampling;
import dev.lotse.gateway.provider.ChatRequest.Tool;
import dev.lotse.gateway.provider.ChatRequest.ToolChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chat request in OpenAI's shape. Fields that it does not know are handed on to providers of that format.
 *
 * @param model the chain that is asked
 * @param conversation the request's {@code user}, which keeps a conversation with one model; it is not handed on. Or null
 * @param includeUsage whether a stream ends with the usage
 */
record ChatFields(
        String model, ChatRequest request, @Nullable String conversation, boolean includeUsage) {
    private static final String USER = "user";
    private static final int MOST_MESSAGES = 2_000;
    private static final int MOST_STOPS = 16;

    /** @throws dev.lotse.gateway.http.ProblemException naming each field that is wrong */
    static ChatFields read(JsonBody body) {
        String model = body.requiredText("model");
        List<ChatMessage> messages = messages(body);
        List<Tool> tools = tools(body);
        ToolChoice choice = toolChoice(body);
        ResponseFormat format = format(body);
        Sampling sampling = sampling(body);
        // One answer is all there is; any other number is noted as a mistake.
        Long unused = body.whole("n", 1, 1);
        boolean stream = body.flag("stream");
        boolean includeUsage =
                body.root().path("stream_options").path("include_usage").asBoolean(false);
        Map<String, JsonNode> extra = new HashMap<>();
        body.root().properties().forEach(field -> {
            if (!ChatRequest.FIELDS.contains(field.getKey())
                    && !field.getKey().equals(USER)
                    && !field.getValue().isNull()) {
                extra.put(field.getKey(), field.getValue());
            }
        });
        String user = body.text(USER);
        body.throwIfAny();
        return new ChatFields(
                model,
                new ChatRequest(messages, tools, choice, format, sampling, stream, extra),
                user == null || user.isBlank() ? null : user,
                includeUsage);
    }

    private static List<ChatMessage> messages(JsonBody body) {
        JsonNode array = body.root().path("messages");
        if (!array.isArray() || array.isEmpty() || array.size() > MOST_MESSAGES) {
            body.wrong("messages", array, "a list of 1 to " + MOST_MESSAGES + " messages");
            return List.of();
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            ChatMessage message = message(array.get(i), "messages[" + i + "]", body);
            if (message != null) {
                messages.add(message);
            }
        }
        return messages;
    }

    private static @Nullable ChatMessage message(JsonNode node, String at, JsonBody body) {
        return switch (node.path("role").asText("")) {
            case "system", "developer" -> new ChatMessage.SystemMessage(content(node, at, body));
            case "user" -> new ChatMessage.UserMessage(parts(node.path("content"), at + ".content", true, body));
            case "assistant" -> {
                List<ToolCall> calls = calls(node.path("tool_calls"), at + ".tool_calls", body);
                boolean silent = JsonBody.absent(node.path("content")) && !calls.isEmpty();
                yield new ChatMessage.AssistantMessage(silent ? "" : content(node, at, body), calls);
            }
            case "tool" -> {
                if (!node.path("tool_call_id").isTextual()) {
                    body.missing(at + ".tool_call_id", "a text");
                }
                yield new ChatMessage.ToolMessage(node.path("tool_call_id").asText(""), content(node, at, body));
            }
            default -> {
                body.wrong(at + ".role", node.path("role"), "system, developer, user, assistant, tool");
                yield null;
            }
        };
    }

    /** The text of a message, whose parts may be texts only. */
    private static String content(JsonNode node, String at, JsonBody body) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts(node.path("content"), at + ".content", false, body)) {
            if (part instanceof Part.Text(String words)) {
                text.append(text.isEmpty() ? "" : "\n").append(words);
            }
        }
        return text.toString();
    }

    private static List<Part> parts(JsonNode content, String at, boolean images, JsonBody body) {
        if (content.isTextual()) {
            return List.of(new Part.Text(content.textValue()));
        }
        List<Part> parts = new ArrayList<>();
        if (!content.isArray() || content.isEmpty()) {
            body.wrong(at, content, "a text, or a list of parts");
            return parts;
        }
        for (int i = 0; i < content.size(); i++) {
            JsonNode part = content.get(i);
            String type = part.path("type").asText("");
            if (type.equals("text") && part.path("text").isTextual()) {
                parts.add(new Part.Text(part.path("text").textValue()));
            } else if (images
                    && type.equals("image_url")
                    && part.path("image_url").path("url").isTextual()) {
                JsonNode image = part.get("image_url");
                parts.add(new Part.Image(
                        image.get("url").textValue(),
                        image.path("detail").isTextual() ? image.get("detail").textValue() : null));
            } else {
                body.wrong(
                        at + "[" + i + "].type",
                        part.path("type"),
                        images ? "text with a text, or image_url with a url" : "text with a text");
            }
        }
        return parts;
    }

    private static List<ToolCall> calls(JsonNode array, String at, JsonBody body) {
        List<ToolCall> calls = new ArrayList<>();
        if (!isList(array, at, "a list of calls", body)) {
            return calls;
        }
        for (int i = 0; i < array.size(); i++) {
            JsonNode call = array.get(i);
            JsonNode function = call.path("function");
            if (!call.path("id").isTextual()
                    || !function.path("name").isTextual()
                    || !function.path("arguments").isTextual()) {
                body.wrong(at + "[" + i + "]", call, "a call with id, function.name and function.arguments");
                continue;
            }
            calls.add(new ToolCall(
                    call.get("id").textValue(),
                    function.get("name").textValue(),
                    function.get("arguments").textValue()));
        }
        return calls;
    }

    /** Whether there is a list to read; anything else that is there is noted. */
    private static boolean isList(JsonNode node, String at, String allowed, JsonBody body) {
        if (!JsonBody.absent(node) && !node.isArray()) {
            body.wrong(at, node, allowed);
        }
        return node.isArray();
    }

    private static List<Tool> tools(JsonBody body) {
        JsonNode array = body.root().path("tools");
        List<Tool> tools = new ArrayList<>();
        if (!isList(array, "tools", "a list of functions", body)) {
            return tools;
        }
        for (int i = 0; i < array.size(); i++) {
            JsonNode function = array.get(i).path("function");
            if (!array.get(i).path("type").asText("").equals("function")
                    || !function.path("name").isTextual()) {
                body.wrong("tools[" + i + "]", array.get(i), "of type function, with a function.name");
                continue;
            }
            tools.add(new Tool(
                    function.get("name").textValue(),
                    function.path("description").isTextual()
                            ? function.get("description").textValue()
                            : null,
                    function.path("parameters").isObject() ? function.get("parameters") : null,
                    function.path("strict").isBoolean() ? function.get("strict").booleanValue() : null));
        }
        return tools;
    }

    private static @Nullable ToolChoice toolChoice(JsonBody body) {
        JsonNode node = body.root().path("tool_choice");
        if (JsonBody.absent(node)) {
            return null;
        }
        if (node.isObject() && node.path("function").path("name").isTextual()) {
            return new ToolChoice.Named(node.path("function").path("name").textValue());
        }
        return switch (node.asText("")) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            default -> {
                body.wrong("tool_choice", node, "auto, none, required, or a function by name");
                yield null;
            }
        };
    }

    private static ResponseFormat format(JsonBody body) {
        JsonNode node = body.root().path("response_format");
        if (JsonBody.absent(node)) {
            return new ResponseFormat.Text();
        }
        return switch (node.path("type").asText("")) {
            case "text" -> new ResponseFormat.Text();
            case "json_object" -> new ResponseFormat.Json();
            case "json_schema" -> {
                if (!node.path("json_schema").isObject()) {
                    body.missing("response_format.json_schema", "an object");
                }
                yield new ResponseFormat.Schema(node.path("json_schema"));
            }
            default -> {
                body.wrong("response_format.type", node.path("type"), "text, json_object, json_schema");
                yield new ResponseFormat.Text();
            }
        };
    }

    private static Sampling sampling(JsonBody body) {
        Long newer = body.whole("max_completion_tokens", 1, Integer.MAX_VALUE);
        Long older = body.whole("max_tokens", 1, Integer.MAX_VALUE);
        Long maxTokens = newer == null ? older : newer;
        return new Sampling(
                maxTokens == null ? null : maxTokens.intValue(),
                body.number("temperature", 0, 2),
                body.number("top_p", 0, 1),
                body.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE),
                stops(body));
    }

    private static List<String> stops(JsonBody body) {
        JsonNode node = body.root().path("stop");
        if (JsonBody.absent(node)) {
            return List.of();
        }
        if (node.isTextual()) {
            return List.of(node.textValue());
        }
        List<String> stops = new ArrayList<>();
        boolean fits = node.isArray() && node.size() <= MOST_STOPS;
        for (JsonNode stop : node) {
            fits &= stop.isTextual();
            stops.add(stop.asText(""));
        }
        if (!fits) {
            body.wrong("stop", node, "a text, or a list of at most " + MOST_STOPS + " texts");
        }
        return stops;
    }
}
