package dev.lotse.models;

/** A model could not be found, verified, loaded or run. The message says which, and what to do about it. */
public class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
