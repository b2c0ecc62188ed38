package dev.lotse.benchmarks.load;

/** An endless series of requests. Thread-safe; the same index always gives the same request, so runs can be repeated. */
@FunctionalInterface
public interface Calls {
    /** The request of this number, from 0. */
    Call at(long index);
}
