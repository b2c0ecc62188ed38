package dev.lotse.gateway.answer;

import dev.lotse.gateway.search.SearchOutcome;
import java.util.List;

/** Sees an answer as it is written; an answer that comes at once is seen in its outcome only. Called by one thread at a time. */
public interface AnswerListener {
    /** Wants nothing before the outcome. */
    AnswerListener NONE = new AnswerListener() {
        @Override
        public boolean sources(SearchOutcome.Answered search, List<Source> sources) {
            return true;
        }

        @Override
        public boolean piece(AnswerOutcome.Piece piece) {
            return true;
        }

        @Override
        public boolean reset(String reason) {
            return true;
        }
    };

    /** The pages that pieces may cite; before the first piece. False where nobody listens any more. */
    boolean sources(SearchOutcome.Answered search, List<Source> sources);

    /** The next piece, checked against its sources. */
    boolean piece(AnswerOutcome.Piece piece);

    /** All pieces so far are to be dropped; others follow, or an outcome without them. */
    boolean reset(String reason);
}
