package dev.lotse.gateway.ingest.push;

import dev.lotse.gateway.retrieval.Page;
import java.util.List;

/** What became of one line. */
public sealed interface LineResult {
    /** Number of the line, from 1; empty lines count. */
    long line();

    /** The line is a page. */
    record Accepted(long line, Page page) implements LineResult {}

    /**
     * The line is no page.
     *
     * @param objectId as far as it could be read, else empty
     * @param errors at least one
     */
    record Rejected(long line, String objectId, List<FieldError> errors) implements LineResult {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }
}
