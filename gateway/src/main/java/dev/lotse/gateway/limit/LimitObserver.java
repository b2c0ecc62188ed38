package dev.lotse.gateway.limit;

/** Told what limits do. Thread-safe, and never slow. */
public interface LimitObserver {
    /** A request was refused. */
    void refused(String scope);

    /** A decision was made without the shared bucket. */
    void decidedAlone(String scope);
}
