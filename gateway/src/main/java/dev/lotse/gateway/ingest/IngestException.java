package dev.lotse.gateway.ingest;

/** A run could not start or go on. The message names the cause and the remedy. */
public class IngestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IngestException(String message) {
        super(message);
    }

    public IngestException(String message, Throwable cause) {
        super(message, cause);
    }
}
