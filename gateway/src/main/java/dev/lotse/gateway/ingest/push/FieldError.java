package dev.lotse.gateway.ingest.push;

/**
 * What is wrong with one field.
 *
 * @param field path of the field such as {@code tags[2]}; empty where the whole line is meant
 * @param value what was found, shortened to 100 characters; empty where the field is missing
 * @param allowed what would have been accepted
 */
public record FieldError(String field, String value, String allowed) {
    private static final int LONGEST_VALUE = 100;

    public FieldError {
        if (value.length() > LONGEST_VALUE) {
            value = value.substring(0, LONGEST_VALUE) + "…";
        }
    }

    /** One sentence for people. */
    public String message() {
        String what = value.isEmpty() ? "is missing" : "is " + value;
        return (field.isEmpty() ? "the line" : "field '" + field + "'") + " " + what + "; allowed: " + allowed;
    }
}
