package dev.lotse.gateway.retrieval;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a filter as the expression that {@link FilterParser} reads back to the same filter. */
public final class FilterPrinter {
    private FilterPrinter() {}

    /** The expression; empty for every page. */
    public static String print(Filter filter) {
        StringBuilder out = new StringBuilder();
        print(filter, out);
        return out.toString();
    }

    private static void print(Filter filter, StringBuilder out) {
        switch (filter) {
            case Filter.All all -> {}
            case Filter.And(List<Filter> operands) -> join(operands, " AND ", out);
            case Filter.Or(List<Filter> operands) -> join(operands, " OR ", out);
            case Filter.Not(Filter operand) -> {
                out.append("NOT ");
                operand(operand, out);
            }
            case Filter.Equal equal -> {
                out.append(equal.field().wireName()).append(':');
                value(equal.value(), out);
            }
            case Filter.Updated(Instant from, Instant to) ->
                out.append(FilterParser.UPDATED)
                        .append(":[")
                        .append(bound(from))
                        .append(" TO ")
                        .append(bound(to))
                        .append('}');
        }
    }

    private static void join(List<Filter> operands, String operator, StringBuilder out) {
        for (int i = 0; i < operands.size(); i++) {
            if (i > 0) {
                out.append(operator);
            }
            operand(operands.get(i), out);
        }
    }

    private static void operand(Filter filter, StringBuilder out) {
        boolean group = filter instanceof Filter.And || filter instanceof Filter.Or;
        if (group) {
            out.append('(');
        }
        print(filter, out);
        if (group) {
            out.append(')');
        }
    }

    private static void value(String value, StringBuilder out) {
        boolean plain = !value.isEmpty() && !value.startsWith("[") && !value.equals("*");
        for (int i = 0; plain && i < value.length(); i++) {
            plain = FilterParser.isWordCharacter(value.charAt(i));
        }
        if (plain) {
            out.append(value);
            return;
        }
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    private static String bound(@Nullable Instant instant) {
        return instant == null ? "*" : instant.toString();
    }
}
