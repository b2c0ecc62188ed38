package dev.lotse.gateway.retrieval;

/** The engine could not do what it was asked. The message names the cause and the remedy, and is fit for an operator. */
public class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the engine is at fault, so that another copy of the index may answer, and not what it was asked. */
    public boolean isOutage() {
        return false;
    }
}
