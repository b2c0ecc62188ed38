package dev.lotse.gateway.http;

import java.util.Map;

/** Ends a request with a problem. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    public ProblemException(Problem problem) {
        this(problem, Map.of());
    }

    public ProblemException(Problem problem, Map<String, String> headers) {
        // It is an answer and no failure, so the stack is of no use to anyone.
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    /** The answer. */
    public Problem problem() {
        return problem;
    }

    /** Headers that belong to the answer, such as {@code Allow}. */
    public Map<String, String> headers() {
        return headers;
    }
}
