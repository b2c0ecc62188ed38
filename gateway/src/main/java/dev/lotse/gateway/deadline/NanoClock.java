package dev.lotse.gateway.deadline;

/** A monotonic clock in nanoseconds with an arbitrary origin. Tests move it by hand. */
@FunctionalInterface
public interface NanoClock {
    /** The clock of this JVM. */
    NanoClock SYSTEM = System::nanoTime;

    /** Nanoseconds since an arbitrary origin; only differences mean something. */
    long nanos();
}
