package dev.lotse.gateway.provider.openai;

/**
 * How a server differs from OpenAI.
 *
 * @param chatPath path of chat completions below the base; {@code {model}} in it is replaced by the model (Azure's deployments)
 * @param maxTokens name of the field for the longest answer
 * @param streamUsage whether the server understands {@code stream_options.include_usage}
 */
public record OpenAiDialect(String chatPath, MaxTokensField maxTokens, boolean streamUsage) {

    /** What nearly every server understands. */
    public static final OpenAiDialect DEFAULT = new OpenAiDialect("/chat/completions", MaxTokensField.MAX_TOKENS, true);

    public OpenAiDialect {
        if (!chatPath.startsWith("/")) {
            throw new IllegalArgumentException("chatPath is " + chatPath + "; it must start with /");
        }
    }

    /** OpenAI's reasoning models know the newer name only, other servers mostly the older. */
    public enum MaxTokensField {
        MAX_TOKENS("max_tokens"),
        MAX_COMPLETION_TOKENS("max_completion_tokens");

        private final String wireName;

        MaxTokensField(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }
}
