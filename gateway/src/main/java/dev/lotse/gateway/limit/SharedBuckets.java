package dev.lotse.gateway.limit;

/** Buckets that gateways share. A call ends within milliseconds, whatever is wrong. Thread-safe. */
public interface SharedBuckets {

    /**
     * Takes requests from a bucket, as many as there are and no more than wanted.
     *
     * @param name the bucket
     * @param limits what fills it
     * @param wanted 1 or more
     */
    Taken take(String name, Limits limits, long wanted);

    /** What came of taking. */
    sealed interface Taken {
        /**
         * Some were there.
         *
         * @param requests 1 or more
         * @param remaining left in the bucket
         */
        record Granted(long requests, long remaining) implements Taken {}

        /** None was there; the next is in so many nanoseconds. */
        record Exhausted(long nanosToWait) implements Taken {}

        /** The bucket cannot be asked. */
        record Away() implements Taken {}
    }
}
