package dev.lotse.gateway.answer;

import dev.lotse.gateway.deadline.Deadline;

/** Answers visitors' questions from a site's pages, or says that they do not answer them. Thread-safe. */
public interface AnswerService {

    /**
     * Answers by the deadline; never throws for anything a visitor or a part of the system can cause.
     *
     * @param listener sees an answer that is written, as it is written
     */
    AnswerOutcome answer(AnswerRequest request, Deadline deadline, AnswerListener listener);

    /**
     * Everything that decides what a site's questions are answered now: that of its searches, and the versions of answerer, prompts,
     * models and chain. It is cheap.
     *
     * @throws dev.lotse.gateway.retrieval.UnknownSiteException when the site is unknown
     * @throws dev.lotse.gateway.retrieval.EngineException when the engine cannot answer
     */
    String fingerprint(String site);
}
