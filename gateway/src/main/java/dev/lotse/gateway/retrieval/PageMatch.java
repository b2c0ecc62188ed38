package dev.lotse.gateway.retrieval;

import java.time.Instant;

/** What the engines' filters mean, for a page that is at hand. */
public final class PageMatch {
    private PageMatch() {}

    /** Whether the page passes the filter. */
    public static boolean passes(Page page, Filter filter) {
        return switch (filter) {
            case Filter.All all -> true;
            case Filter.And(var operands) -> operands.stream().allMatch(operand -> passes(page, operand));
            case Filter.Or(var operands) -> operands.stream().anyMatch(operand -> passes(page, operand));
            case Filter.Not(var operand) -> !passes(page, operand);
            case Filter.Equal(var field, var value) ->
                PageWords.filterValues(page, field).contains(value);
            case Filter.Updated(var from, var to) -> {
                Instant at = page.updatedAt();
                yield at != null && (from == null || !at.isBefore(from)) && (to == null || at.isBefore(to));
            }
        };
    }

    /** Whether the page may be offered at an instant. */
    public static boolean isValid(Page page, Instant at) {
        return (page.validFrom() == null || !at.isBefore(page.validFrom()))
                && (page.validUntil() == null || at.isBefore(page.validUntil()));
    }
}
