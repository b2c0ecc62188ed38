package dev.lotse.gateway.provider.testing;

import java.util.List;

/** Responses in the shapes that Anthropic's API reference documents. */
public final class AnthropicWire {
    private AnthropicWire() {}

    /** A whole message with this text. */
    public static String message(String text) {
        return """
                {"id":"msg_013Zva2CMHLNnXjNJJKqJ2EF","type":"message","role":"assistant","model":"claude-opus-5-5",\
                "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn","stop_sequence":null,\
                "usage":{"input_tokens":25,"cache_creation_input_tokens":7,"cache_read_input_tokens":11,"output_tokens":15}}""".formatted(text);
    }

    /** A named event. */
    public static String event(String type, String json) {
        return "event: " + type + "\ndata: " + json + "\n\n";
    }

    public static String start() {
        return event("message_start", """
                {"type":"message_start","message":{"id":"msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY","type":"message",\
                "role":"assistant","content":[],"model":"claude-opus-5-5","stop_reason":null,"stop_sequence":null,\
                "usage":{"input_tokens":25,"cache_creation_input_tokens":7,"cache_read_input_tokens":11,"output_tokens":1}}}""");
    }

    public static String textStart(int index) {
        return event(
                "content_block_start",
                "{\"type\":\"content_block_start\",\"index\":" + index
                        + ",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
    }

    public static String delta(int index, String text) {
        return event(
                "content_block_delta",
                "{\"type\":\"content_block_delta\",\"index\":" + index
                        + ",\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}}");
    }

    public static String blockStop(int index) {
        return event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":" + index + "}");
    }

    public static String ping() {
        return event("ping", "{\"type\": \"ping\"}");
    }

    public static String messageDelta(String reason, int outputTokens) {
        return event(
                "message_delta",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason
                        + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":" + outputTokens + "}}");
    }

    public static String stop() {
        return event("message_stop", "{\"type\":\"message_stop\"}");
    }

    /** An {@code error} event in mid-stream. */
    public static String errorEvent(String type) {
        return event("error", error(type, "Overloaded"));
    }

    /** An error body. */
    public static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\"},\"request_id\":\"req_011CSHoEeqs5C35K2UUqR7Fy\"}";
    }

    /** A whole stream of these pieces. */
    public static String stream(List<String> pieces) {
        var stream = new StringBuilder(start()).append(textStart(0)).append(ping());
        pieces.forEach(piece -> stream.append(delta(0, piece)));
        return stream.append(blockStop(0))
                .append(messageDelta("end_turn", 15))
                .append(stop())
                .toString();
    }
}
