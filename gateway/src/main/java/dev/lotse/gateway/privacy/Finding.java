package dev.lotse.gateway.privacy;

/**
 * Personal data in a text.
 *
 * @param start UTF-16 offset of its first character
 * @param end UTF-16 offset behind its last
 */
public record Finding(PersonalDataKind kind, int start, int end) {
    /** The data itself. */
    public String in(CharSequence text) {
        return text.subSequence(start, end).toString();
    }

    boolean overlaps(Finding other) {
        return start < other.end && other.start < end;
    }
}
