package dev.lotse.gateway.http;

import dev.lotse.gateway.answer.AnswerListener;
import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.answer.AnswerRequest;
import dev.lotse.gateway.answer.AnswerService;
import dev.lotse.gateway.deadline.Deadline;
import org.jspecify.annotations.Nullable;

/** Answers as a test wants it. */
final class FakeAnswers implements AnswerService {
    private final Answers answers;
    private volatile String fingerprint = "1";

    /** What is answered. */
    interface Answers {
        AnswerOutcome answer(AnswerRequest request, Deadline deadline, AnswerListener listener);
    }

    FakeAnswers(Answers answers) {
        this.answers = answers;
    }

    @Override
    public AnswerOutcome answer(AnswerRequest request, Deadline deadline, AnswerListener listener) {
        return answers.answer(request, deadline, listener);
    }

    @Override
    public float @Nullable [] meaning(AnswerRequest request, Deadline deadline) {
        return new float[] {1, 0};
    }

    @Override
    public String fingerprint(String site) {
        return fingerprint;
    }

    /** Pretends that index, rules, model, prompt or chain changed. */
    void changeFingerprint(String changed) {
        fingerprint = changed;
    }
}
