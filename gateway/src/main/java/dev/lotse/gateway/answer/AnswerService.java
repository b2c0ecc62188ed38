package dev.lotse.gateway.answer;

import dev.lotse.gateway.deadline.Deadline;
import org.jspecify.annotations.Nullable;

/** Answers visitors' questions from a site's pages, or says that they do not answer them. Thread-safe. */
public interface AnswerService {

    /**
     * Answers by the deadline; never throws for anything a visitor or a part of the system can cause.
     *
     * @param listener sees an answer that is written, as it is written
     */
    AnswerOutcome answer(AnswerRequest request, Deadline deadline, AnswerListener listener);

    /** The vector of a question in the space of the site's index, or null where it cannot be had in time. */
    float @Nullable [] meaning(AnswerRequest request, Deadline deadline);

    /**
     * Everything that decides what a site's questions are answered now: that of its searches, and the versions of answerer, prompts,
     * models and chain. It is cheap.
     *
     * @throws dev.lotse.gateway.retrieval.UnknownSiteException when the site is unknown
     * @throws dev.lotse.gateway.retrieval.EngineException when the engine cannot answer
     */
    String fingerprint(String site);
}
