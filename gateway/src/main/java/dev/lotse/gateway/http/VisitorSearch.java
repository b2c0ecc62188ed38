package dev.lotse.gateway.http;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.ops.GatewayMeters;
import dev.lotse.gateway.search.SearchOutcome;
import dev.lotse.gateway.search.SearchRequest;
import dev.lotse.gateway.search.SearchService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one visitor's search and accounts for it, whether the answer becomes JSON or HTML. Thread-safe. */
public final class VisitorSearch {
    private static final Logger LOG = LoggerFactory.getLogger(VisitorSearch.class);

    private final SearchService search;
    private final GatewayMeters meters;
    private final NanoClock clock;
    private final boolean logQueries;

    /**
     * @param logQueries whether the words of queries go into the log; off unless the operator wants it, for they can be
     *     personal data
     */
    public VisitorSearch(SearchService search, GatewayMeters meters, NanoClock clock, boolean logQueries) {
        this.search = search;
        this.meters = meters;
        this.clock = clock;
        this.logQueries = logQueries;
    }

    /**
     * An answer and the time it took.
     *
     * @param nanos from the parsed request to the answer
     */
    public record Timed(SearchOutcome.Answered answer, long nanos) {}

    /**
     * Runs the search.
     *
     * @throws ProblemException for every outcome that is no answer
     */
    public Timed run(SearchFields.Parsed parsed, RequestScope scope) {
        logQuery(parsed.request());
        Timed timed = run(parsed, Deadline.in(parsed.timeout(), clock));
        scope.timings(timed.answer().timings());
        return timed;
    }

    /** Writes the words of a query into the log, if the operator wants it. */
    void logQuery(SearchRequest request) {
        if (logQueries) {
            LOG.atInfo()
                    .addKeyValue("site", request.site())
                    .addKeyValue("query", request.query())
                    .log("search");
        }
    }

    /**
     * Runs the search by a deadline.
     *
     * @throws ProblemException for every outcome that is no answer
     */
    Timed run(SearchFields.Parsed parsed, Deadline deadline) {
        long start = clock.nanos();
        SearchOutcome outcome = search.search(parsed.request(), deadline);
        long nanos = clock.nanos() - start;
        meters.search(outcome, nanos);
        if (outcome instanceof SearchOutcome.Answered answer) {
            return new Timed(answer, nanos);
        }
        throw SearchProblems.of(outcome);
    }
}
