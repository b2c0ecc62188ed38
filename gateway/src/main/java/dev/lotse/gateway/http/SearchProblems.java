package dev.lotse.gateway.http;

import dev.lotse.gateway.search.SearchOutcome;
import java.util.List;
import java.util.Map;

/** What a client is told of a search that did not answer. */
public final class SearchProblems {
    private SearchProblems() {}

    /** The problem that the outcome is to a client. */
    public static ProblemException of(SearchOutcome outcome) {
        return switch (outcome) {
            case SearchOutcome.UnknownSite(String site) -> new ProblemException(Problem.unknownSite(site));
            case SearchOutcome.Invalid(String field, String detail) ->
                new ProblemException(
                        Problem.invalidRequest(List.of(new Problem.FieldError(field, null, detail, detail))));
            case SearchOutcome.Unavailable(String detail) ->
                new ProblemException(Problem.unavailable(detail), Map.of("Retry-After", "1"));
            case SearchOutcome.Answered answered ->
                throw new IllegalArgumentException("a search that answered is no problem");
        };
    }
}
