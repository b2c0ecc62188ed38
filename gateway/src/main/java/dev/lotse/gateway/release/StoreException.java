package dev.lotse.gateway.release;

/** The store cannot be used now. The message is fit for an operator. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
