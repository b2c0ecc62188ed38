package dev.lotse.gateway.eval;

/** Judgements cannot be used. The message names file, line and what is wrong there. */
public final class JudgementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JudgementException(String message) {
        super(message);
    }
}
