package dev.lotse.gateway.http;

import dev.lotse.gateway.answer.AnswerRequest;
import org.jspecify.annotations.Nullable;

/** Is told of every question of a visitor that was answered or refused. Thread-safe and quick. */
@FunctionalInterface
public interface AnswerObserver {
    /** Nobody listens. */
    AnswerObserver NONE = (request, scope, answerId, made) -> {};

    /**
     * A question was answered or refused.
     *
     * @param answerId as the response names it
     * @param made what came of it, or null where the response came from a cache
     */
    void asked(AnswerRequest request, RequestScope scope, String answerId, @Nullable Made made);

    /**
     * What came of a question.
     *
     * @param lang the language that it was understood in
     * @param refused whether the pages had no answer
     */
    record Made(String lang, boolean refused) {}
}
