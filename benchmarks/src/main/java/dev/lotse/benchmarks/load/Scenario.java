package dev.lotse.benchmarks.load;

/** What {@code bin/lotse bench load} can run. */
public enum Scenario {
    /** An empty handler of the same web server that sends the same bytes: what nothing can be faster than. */
    FLOOR,
    /** Searches by Zipf's law that are answered from memory. */
    CACHED,
    /** Searches that are answered from Redis, for the gateway's own memory is far too small. */
    REDIS,
    /** Searches by words and meaning, the encoding of the query included, without a response cache. */
    HYBRID,
    /** What is sent while visitors type, without a response cache. */
    SUGGEST,
    /** Questions that the local model answers from the pages, without a response cache and again from memory. */
    ANSWERS,
    /** A day of a site, with the response cache. */
    MIXED,
    /** A crowd of ten times the load for a while, on a gateway whose cache is empty. */
    FLASH,
    /** Ten times what the gateway can do without a cache, and what it holds meanwhile. */
    OVERLOAD,
    /** Three gateways that share the limits in Redis, flooded by 16 clients each. */
    LIMITS,
    /** From the start of the program to its first answer, several times. */
    START,
    /** The mixed load at 60 % of the peak for long, and what the gateway holds. */
    SOAK
}
