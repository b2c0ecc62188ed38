package dev.lotse.gateway.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A regular expression whose time is linear in the text, whatever it says (RE2). Immutable and thread-safe. */
final class SafePattern {
    private final Pattern pattern;

    SafePattern(String expression) {
        pattern = Pattern.compile(expression);
    }

    /** Whether the expression is found somewhere in the text. */
    boolean isIn(String text) {
        return pattern.matcher(text).find();
    }

    /** Why this is no regular expression, or null where it is one. */
    static @Nullable String problem(String expression) {
        try {
            Pattern unused = Pattern.compile(expression);
            return null;
        } catch (PatternSyntaxException e) {
            return e.getDescription() + (e.getPattern() == null ? "" : ": " + e.getPattern());
        }
    }
}
