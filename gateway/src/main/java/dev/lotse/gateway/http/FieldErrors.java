package dev.lotse.gateway.http;

import dev.lotse.gateway.config.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the mistakes of one request, so that the client sees them all at once. */
public final class FieldErrors {
    private static final int MOST = 20;

    private final List<Problem.FieldError> errors = new ArrayList<>();

    /** Notes that a field's value is not allowed. */
    public void add(String field, @Nullable String value, String allowed, String detail) {
        if (errors.size() < MOST) {
            errors.add(new Problem.FieldError(field, value, allowed, detail));
        }
    }

    /** Notes that a field's value is not allowed, in the standard wording. */
    public void bad(String field, String value, String allowed) {
        add(field, value, allowed, field + " is '" + Problem.FieldError.shown(value) + "'; allowed is " + allowed);
    }

    /** Notes a field that does not exist. */
    public void unknown(String field, @Nullable String value, Collection<String> known) {
        String shown = Problem.FieldError.shown(field);
        add(
                shown,
                value,
                String.join(", ", known),
                "unknown parameter '" + shown + "'" + NearestName.hint(field, known));
    }

    /**
     * Ends the checks.
     *
     * @throws ProblemException when anything was noted
     */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalidRequest(errors));
        }
    }
}
