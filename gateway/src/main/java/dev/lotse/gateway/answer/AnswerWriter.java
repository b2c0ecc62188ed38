package dev.lotse.gateway.answer;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.retrieval.PageDocument;
import java.util.List;

/** Writes an answer in words of its own from the pages given, and from nothing else. Thread-safe. */
public interface AnswerWriter {

    /**
     * A question and what may be used for it.
     *
     * @param site whose budget pays
     * @param pages the pages found, the best first
     */
    record Task(String site, Question question, List<PageDocument> pages, Deadline deadline) {
        public Task {
            pages = List.copyOf(pages);
        }
    }

    /** Sees sentences as they pass the checks. */
    interface Progress {
        /** A sentence that its pages support. False where nobody listens any more. */
        boolean said(Statement statement);

        /** What was said so far is void. */
        boolean voided(String reason);
    }

    /**
     * A sentence of an answer.
     *
     * @param text without its citations
     * @param pages indexes of the pages that support it
     */
    record Statement(String text, List<Integer> pages) {
        public Statement {
            pages = List.copyOf(pages);
        }
    }

    /** What came of it. */
    sealed interface Written {
        /**
         * An answer; all its sentences were said.
         *
         * @param share part of what was written that passed the checks, above 0 and at most 1
         */
        record Answer(List<Statement> sentences, double share, AnswerOutcome.Author author) implements Written {
            public Answer {
                sentences = List.copyOf(sentences);
            }
        }

        /** The writer finds no answer in the pages. */
        record NoAnswer(AnswerOutcome.Author author) implements Written {}

        /** Nobody wrote, or nothing of it passed the checks; nothing that was said holds. */
        record Failed(String reason) implements Written {}
    }

    /** Changes with everything that decides what is written: prompts, models, limits. */
    String version();

    /** Writes, within the deadline of the task. Failures are results. */
    Written write(Task task, Progress progress);
}
