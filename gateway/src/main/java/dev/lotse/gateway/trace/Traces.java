package dev.lotse.gateway.trace;

import dev.lotse.gateway.provider.chain.Attempt;
import dev.lotse.gateway.search.SearchOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Records what happened in a request. Between {@link #begin} and {@link #end}, what the thread does belongs to the request; what happens
 * on other threads, or in requests that are not recorded, is not recorded either. No words of visitors and nothing that tells who they
 * are gets in. Thread-safe; never blocks and never throws.
 */
public interface Traces extends AutoCloseable {
    /** Records nothing. */
    Traces NONE = new Traces() {
        @Override
        public boolean records(Ids ids, boolean sampled) {
            return false;
        }

        @Override
        public void begin(Ids ids) {
            // Nothing belongs to anything.
        }

        @Override
        public void end(Ids ids, Request request) {
            // See begin.
        }

        @Override
        public void searched(String site, SearchOutcome outcome, long nanos) {
            // See begin.
        }

        @Override
        public void attempted(Operation operation, Attempt attempt) {
            // See begin.
        }

        @Override
        public void close() {
            // There is nothing to be closed.
        }
    };

    /**
     * Whether a request is recorded.
     *
     * @param sampled whether the caller, where there is one, records it
     */
    boolean records(Ids ids, boolean sampled);

    /** The request begins on this thread. */
    void begin(Ids ids);

    /** The request of this thread has ended. */
    void end(Ids ids, Request request);

    /** A search has ended. */
    void searched(String site, SearchOutcome outcome, long nanos);

    /** A call to a model has ended; one that was not made is left out. */
    void attempted(Operation operation, Attempt attempt);

    /** Sends what is left, within seconds. */
    @Override
    void close();

    /**
     * The place of a request in its trace, after W3C Trace Context.
     *
     * @param traceId 32 hexadecimal digits
     * @param spanId 16 hexadecimal digits
     * @param parentId the caller's span, or null where the trace begins here
     */
    record Ids(String traceId, String spanId, @Nullable String parentId) {}

    /**
     * What a request was.
     *
     * @param route the pattern that matched, never a path
     */
    record Request(String method, String route, int status, long nanos) {}

    /**
     * What a model was asked for.
     *
     * @param name as the GenAI conventions call it, such as {@code chat}
     * @param system the wire format, such as {@code openai}
     */
    record Operation(String name, String system) {}
}
