package dev.lotse.gateway.overload;

/** There is too much to do; whoever asked may ask again soon. The message is fit for clients. */
public final class OverloadException extends RuntimeException {
    public OverloadException(String message) {
        // It is thrown by the thousand just when there is no time for stack traces.
        super(message, null, false, false);
    }
}
