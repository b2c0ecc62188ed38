package dev.lotse.gateway.answer;

import dev.lotse.gateway.config.ConfigReader;
import java.time.Duration;
import java.util.Optional;

/**
 * Who writes answers.
 *
 * @param chain the chain of models that is asked; without it answers are sentences of the pages, and nothing leaves the machine
 * @param timeout time for an answer of a model whose request names none
 * @param maxTokens longest text that a model may write
 */
public record AnswerSettings(Optional<String> chain, Duration timeout, int maxTokens) {
    /** Sentences of the pages. */
    public static final AnswerSettings LOCAL = new AnswerSettings(Optional.empty(), Duration.ofSeconds(15), 400);

    /** Reads section {@code answers}. */
    public static AnswerSettings read(ConfigReader root) {
        ConfigReader in = root.in("answers");
        return new AnswerSettings(
                in.optional(
                        "chain", "the name of a chain of chat models", text -> text.isBlank() ? null : text.strip()),
                in.duration("timeout", Duration.ofMillis(100), Duration.ofSeconds(30)),
                in.integer("max-tokens", 16, 4096));
    }
}
