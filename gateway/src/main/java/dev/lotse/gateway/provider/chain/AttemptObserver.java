package dev.lotse.gateway.provider.chain;

/** Is told of every attempt as it ends; for metrics, traces and logs. Thread-safe; must not block or throw. */
@FunctionalInterface
public interface AttemptObserver {
    /** Tells nobody. */
    AttemptObserver NONE = (context, attempt) -> {};

    void attempted(CallContext context, Attempt attempt);
}
