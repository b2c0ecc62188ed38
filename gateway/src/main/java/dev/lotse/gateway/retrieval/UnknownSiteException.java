package dev.lotse.gateway.retrieval;

/** No index of that name exists. */
public final class UnknownSiteException extends EngineException {
    private static final long serialVersionUID = 1L;

    public UnknownSiteException(String site) {
        super("unknown site '" + site + "'");
    }
}
