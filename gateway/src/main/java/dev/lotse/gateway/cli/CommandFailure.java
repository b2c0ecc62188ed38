package dev.lotse.gateway.cli;

/** A command cannot do what it was asked. The message is one clear line with the remedy; the exit code is 1. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
