package dev.lotse.gateway.overload;

import dev.lotse.gateway.answer.AnswerListener;
import dev.lotse.gateway.answer.AnswerOutcome;
import dev.lotse.gateway.answer.AnswerRequest;
import dev.lotse.gateway.answer.AnswerService;
import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.search.SearchOutcome;
import org.jspecify.annotations.Nullable;

/** Answers, each in its turn. Thread-safe. */
public final class AdmittedAnswers implements AnswerService {
    private final AnswerService answers;
    private final Admission admission;

    public AdmittedAnswers(AnswerService answers, Admission admission) {
        this.answers = answers;
        this.admission = admission;
    }

    @Override
    public AnswerOutcome answer(AnswerRequest request, Deadline deadline, AnswerListener listener) {
        try {
            return admission.run(Priority.ANSWER, deadline, () -> answers.answer(request, deadline, listener));
        } catch (OverloadException e) {
            return new AnswerOutcome.NoSearch(new SearchOutcome.Unavailable(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public float @Nullable [] meaning(AnswerRequest request, Deadline deadline) {
        return answers.meaning(request, deadline);
    }

    @Override
    public String fingerprint(String site) {
        return answers.fingerprint(site);
    }
}
