package dev.lotse.gateway.release;

import dev.lotse.gateway.rules.EntryProblem;
import java.util.List;

/** What was asked for cannot be done. The message is fit for whoever asked. */
public final class ReleaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient List<EntryProblem> problems;

    /** Why. */
    public enum Kind {
        /** There is no such thing. */
        NOT_FOUND,
        /** Somebody else changed it since it was read. */
        CHANGED,
        /** It does not fit the present state. */
        CONFLICT,
        /** The content is not allowed. */
        INVALID
    }

    public ReleaseException(Kind kind, String message) {
        this(kind, message, List.of());
    }

    public ReleaseException(Kind kind, String message, List<EntryProblem> problems) {
        super(message);
        this.kind = kind;
        this.problems = List.copyOf(problems);
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }

    /** The fields that are to blame; may be empty. */
    public List<EntryProblem> problems() {
        return problems;
    }
}
