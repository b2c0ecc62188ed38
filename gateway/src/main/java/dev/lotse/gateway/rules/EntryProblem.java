package dev.lotse.gateway.rules;

import org.jspecify.annotations.Nullable;

/**
 * Why an entry, or a whole release, cannot be used.
 *
 * @param field path of the field such as {@code then[2].position}
 * @param value what was found, or null where it is missing
 * @param allowed what would be right, in words
 * @param detail one sentence for people
 */
public record EntryProblem(String field, @Nullable String value, String allowed, String detail) {

    /** A value that is not allowed, in the standard wording. */
    public static EntryProblem bad(String field, String value, String allowed) {
        return new EntryProblem(field, value, allowed, field + " is '" + value + "'; allowed is " + allowed);
    }

    /** A field that is not there. */
    public static EntryProblem missing(String field, String allowed) {
        return new EntryProblem(field, null, allowed, field + " is missing; allowed is " + allowed);
    }

    /** The same, in a part of something greater. */
    public EntryProblem within(String path) {
        return new EntryProblem(path + field, value, allowed, path + detail);
    }
}
