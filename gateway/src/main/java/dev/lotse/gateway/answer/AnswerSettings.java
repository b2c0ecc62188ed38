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
 * @param cache which answers are kept
 */
public record AnswerSettings(Optional<String> chain, Duration timeout, int maxTokens, Caching cache) {

    /**
     * Which answers are kept. Where there is no response cache, none are.
     *
     * @param enabled whether any are
     * @param fresh how long an answer is given again
     * @param refused how long a refusal is
     * @param similar whether an answer is given to the same question in other words, too
     */
    public record Caching(boolean enabled, Duration fresh, Duration refused, Similar similar) {
        static Caching read(ConfigReader answers) {
            ConfigReader in = answers.in("cache");
            return new Caching(
                    in.flag("enabled"),
                    in.duration("fresh", Duration.ofSeconds(1), Duration.ofDays(7)),
                    in.duration("refused", Duration.ZERO, Duration.ofDays(1)),
                    Similar.read(in));
        }
    }

    /**
     * When a question is taken for one that was answered.
     *
     * @param enabled whether ever
     * @param threshold least cosine of both questions' vectors, 0 to 1; their words must ask the same besides
     * @param questions most answered questions that are remembered of each site and language
     */
    public record Similar(boolean enabled, double threshold, int questions) {
        static Similar read(ConfigReader cache) {
            ConfigReader in = cache.in("similar");
            return new Similar(in.flag("enabled"), in.number("threshold", 0.5, 1), in.integer("questions", 1, 100_000));
        }
    }

    /** Reads section {@code answers}. */
    public static AnswerSettings read(ConfigReader root) {
        ConfigReader in = root.in("answers");
        return new AnswerSettings(
                in.optional(
                        "chain", "the name of a chain of chat models", text -> text.isBlank() ? null : text.strip()),
                in.duration("timeout", Duration.ofMillis(100), Duration.ofSeconds(30)),
                in.integer("max-tokens", 16, 4096),
                Caching.read(in));
    }
}
