package dev.lotse.gateway.answer;

/**
 * What speaks for one sentence as the answer to a question.
 *
 * @param own share of the question's terms, by weight, that the sentence has itself
 * @param full the same with what stands around the sentence, at a discount
 * @param missing weight of the heaviest term that is neither in the sentence nor around it
 * @param similarity cosine of the question and the sentence's passage
 * @param rank 1 for a sentence of the best page found, less further down
 * @param kind whether the sentence has the kind of fact asked for
 */
record Evidence(double own, double full, double missing, double similarity, double rank, boolean kind) {
    private static final double NEAR = 0.85;
    private static final double FAR = 0.7;

    static Evidence of(Question question, Sentence sentence) {
        double all = 0;
        double own = 0;
        double full = 0;
        double missing = 0;
        for (Question.Term term : question.terms()) {
            double self = sentence.own().match(term.stem());
            double around = Math.max(
                    NEAR * sentence.near().match(term.stem()),
                    FAR * sentence.far().match(term.stem()));
            double best = Math.max(self, around);
            all += term.weight();
            own += term.weight() * self;
            full += term.weight() * best;
            missing = Math.max(missing, term.weight() * (1 - Math.min(1, best / FAR)));
        }
        return new Evidence(
                all == 0 ? 0 : own / all,
                all == 0 ? 0 : full / all,
                missing,
                sentence.similarity(),
                1.0 / (1 + sentence.page()),
                question.kind().isIn(sentence.text()));
    }

    /** Orders sentences; comparable within one question. */
    double score() {
        return 0.6 * own + full + 4 * similarity + 0.4 * rank;
    }
}
