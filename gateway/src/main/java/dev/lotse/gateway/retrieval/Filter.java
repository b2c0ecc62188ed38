package dev.lotse.gateway.retrieval;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which pages may be offered. */
public sealed interface Filter {

    /** Every page. */
    record All() implements Filter {}

    /** All of these; at least one. */
    record And(List<Filter> operands) implements Filter {
        public And {
            operands = List.copyOf(operands);
        }
    }

    /** Any of these; at least one. */
    record Or(List<Filter> operands) implements Filter {
        public Or {
            operands = List.copyOf(operands);
        }
    }

    /** None of this. */
    record Not(Filter operand) implements Filter {}

    /** The field has exactly this value. */
    record Equal(FilterField field, String value) implements Filter {}

    /** {@code updatedAt} is in [from, to); null is open. A page without a date is in no range. */
    record Updated(@Nullable Instant from, @Nullable Instant to) implements Filter {}
}
