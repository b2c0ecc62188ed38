package dev.lotse.gateway.retrieval;

/** A filter expression cannot be understood. The message names the place and what was expected there. */
public final class FilterSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int position;

    FilterSyntaxException(int position, String message) {
        super("at character " + (position + 1) + ": " + message);
        this.position = position;
    }

    /** Offset of the mistake in UTF-16 code units, from 0. */
    public int position() {
        return position;
    }
}
