package dev.lotse.benchmarks.result;

/**
 * What a process holds at a moment.
 *
 * @param second since the first sample
 * @param residentBytes memory that the operating system counts
 * @param heapBytes of living objects, counted by a full collection; 0 where it was not asked for
 * @param threads of the operating system
 * @param files open file handles, sockets included
 * @param p99 99th percentile of latency since the sample before, in milliseconds; 0 without load
 */
public record ResourceSample(double second, long residentBytes, long heapBytes, int threads, int files, double p99) {}
