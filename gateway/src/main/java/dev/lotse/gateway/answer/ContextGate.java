package dev.lotse.gateway.answer;

/**
 * Tells how likely it is that a sentence answers a question, by a logistic regression over its {@link Evidence}. The weights
 * were fitted on the calibration half of the demo's questions; docs/answers.md has the method and what the other half says.
 *
 * @param threshold least probability at which an answer is given
 */
record ContextGate(double threshold) {
    static final ContextGate STANDARD = new ContextGate(0.675);

    /** Lower: a model may see an answer in pages that share few words with the question. */
    static final ContextGate WRITING = new ContextGate(0.3);

    private static final double BIAS = -31.993;
    private static final double FULL = 6.169;
    private static final double MISSING = -0.269;
    private static final double SIMILARITY = 34.82;

    /** A typical cosine, for questions without a vector: then words alone decide. */
    private static final double TYPICAL_SIMILARITY = 0.82;

    /** The probability, 0 to 1. */
    double confidence(Evidence evidence) {
        double similarity = evidence.similarity() > 0 ? evidence.similarity() : TYPICAL_SIMILARITY;
        double sum = BIAS + FULL * evidence.full() + MISSING * evidence.missing() + SIMILARITY * similarity;
        return 1 / (1 + Math.exp(-sum));
    }

    boolean opens(double confidence) {
        return confidence >= threshold;
    }
}
