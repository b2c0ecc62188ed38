package dev.lotse.gateway.analytics;

/** Is told what becomes of events. Thread-safe. */
public interface EventObserver {
    /** So many are durable. */
    void stored(int events);

    /** So many are lost, or were refused. */
    void dropped(int events);
}
