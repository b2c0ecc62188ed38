package dev.lotse.gateway.overload;

/** Told who was let in and who was not. Thread-safe, and never slow. */
public interface OverloadObserver {
    /** For those whom nobody watches. */
    OverloadObserver NONE = new OverloadObserver() {
        @Override
        public void admitted(Priority priority, long waitedNanos) {}

        @Override
        public void refused(Priority priority) {}
    };

    /** Someone began after this wait. */
    void admitted(Priority priority, long waitedNanos);

    /** Someone was sent away. */
    void refused(Priority priority);
}
