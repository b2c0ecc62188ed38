package dev.lotse.gateway.retrieval;

/** The engine is away, hangs or is broken. Whatever it was asked, another copy of the index may answer. */
public final class EngineOutageException extends EngineException {
    private static final long serialVersionUID = 1L;

    public EngineOutageException(String message) {
        super(message);
    }

    public EngineOutageException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isOutage() {
        return true;
    }
}
