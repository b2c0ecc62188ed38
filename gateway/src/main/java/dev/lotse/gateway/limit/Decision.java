package dev.lotse.gateway.limit;

/**
 * Whether a request is let through.
 *
 * @param admitted whether it is
 * @param scope the limit that is nearest: {@code client}, {@code site} or {@code global}
 * @param remaining requests left at it, about
 * @param retryNanos when to try again; 0 for an admitted request
 */
public record Decision(boolean admitted, String scope, long remaining, long retryNanos) {

    /** Whole seconds to wait, at least 1. */
    public long retrySeconds() {
        return Math.max(1, Math.ceilDiv(retryNanos, 1_000_000_000L));
    }
}
