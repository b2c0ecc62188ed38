package dev.lotse.gateway.provider.testing;

import java.util.List;

/** Responses in the shapes that OpenAI's API reference documents. */
public final class OpenAiWire {
    private OpenAiWire() {}

    /** A whole completion with this text. */
    public static String completion(String text) {
        return """
                {"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion","created":1741569952,\
                "model":"gpt-5.4-2026-03-01","choices":[{"index":0,"message":{"role":"assistant","content":"%s",\
                "refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],\
                "usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29,\
                "prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},\
                "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}},\
                "service_tier":"default"}""".formatted(text);
    }

    /** An event of a stream. */
    public static String event(String json) {
        return "data: " + json + "\n\n";
    }

    /** The first event, which carries the role. */
    public static String role() {
        return event(chunk("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"));
    }

    /** An event with more text. */
    public static String delta(String text) {
        return event(chunk("{\"content\":\"" + text + "\"}", "null"));
    }

    /** The event with the finish reason. */
    public static String finish(String reason) {
        return event(chunk("{}", "\"" + reason + "\""));
    }

    /** The event with the usage, which has no choices. */
    public static String usage() {
        return event("""
                {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,"model":"gpt-5.4-2026-03-01",\
                "choices":[],"usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29,\
                "prompt_tokens_details":{"cached_tokens":4}}}""");
    }

    /** The last event. */
    public static String done() {
        return "data: [DONE]\n\n";
    }

    /** A whole stream of these pieces. */
    public static String stream(List<String> pieces) {
        var stream = new StringBuilder(role());
        pieces.forEach(piece -> stream.append(delta(piece)));
        return stream.append(finish("stop")).append(usage()).append(done()).toString();
    }

    /** A stream chunk around a delta. */
    public static String chunk(String delta, String finishReason) {
        return """
                {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,"model":"gpt-5.4-2026-03-01",\
                "system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":%s,"logprobs":null,"finish_reason":%s}]}""".formatted(delta, finishReason);
    }

    /** An error body. */
    public static String error(String message, String type, String code) {
        return """
                {"error":{"message":"%s","type":"%s","param":null,"code":%s}}""".formatted(message, type, code);
    }
}
