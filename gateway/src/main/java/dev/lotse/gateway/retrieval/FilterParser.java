package dev.lotse.gateway.retrieval;

import dev.lotse.gateway.config.NearestName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Parses filter expressions such as {@code tag:handbuch AND NOT (tag:archiv OR lang:en)}.
 *
 * <pre>
 * or    = and { "OR" and }
 * and   = unary { "AND" unary }
 * unary = "NOT" unary | "(" or ")" | field ":" value | "updated:[" from "TO" to ( "]" | "}" )
 * value = word | '"' characters, \" and \\ escaped '"'
 * from, to = "*" | date | date and time with offset
 * </pre>
 *
 * {@code NOT} binds before {@code AND}, {@code AND} before {@code OR}. Dates are UTC; {@code ]} includes the upper end (a date
 * with its whole day), <code>}</code> excludes it.
 */
public final class FilterParser {
    /** Longest expression in UTF-16 code units. */
    public static final int MAX_LENGTH = 2000;

    /** Deepest nesting of parentheses and {@code NOT}. */
    public static final int MAX_DEPTH = 20;

    /** Most conditions in one expression. */
    public static final int MAX_TERMS = 64;

    static final String UPDATED = "updated";

    private final String text;
    private int position;
    private int terms;

    private FilterParser(String text) {
        this.text = text;
    }

    /**
     * Parses an expression; a blank one means every page.
     *
     * @throws FilterSyntaxException when it breaks the grammar or a limit
     */
    public static Filter parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new FilterSyntaxException(
                    MAX_LENGTH,
                    "the expression has " + text.length() + " characters; allowed is at most " + MAX_LENGTH);
        }
        FilterParser parser = new FilterParser(text);
        parser.skipSpace();
        if (parser.atEnd()) {
            return new Filter.All();
        }
        Filter filter = parser.or(0);
        if (!parser.atEnd()) {
            throw parser.unexpected("AND, OR or the end");
        }
        return filter;
    }

    /** Names that may stand before a colon. */
    static Set<String> fieldNames() {
        Set<String> names = new TreeSet<>();
        for (FilterField field : FilterField.values()) {
            names.add(field.wireName());
        }
        names.add(UPDATED);
        return names;
    }

    /** The field of this name, or null. */
    public static @Nullable FilterField field(String name) {
        for (FilterField field : FilterField.values()) {
            if (field.wireName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    private Filter or(int depth) {
        Filter first = and(depth);
        if (!peekWord("OR")) {
            return first;
        }
        List<Filter> operands = new ArrayList<>();
        addFlat(operands, first, Filter.Or.class);
        while (takeWord("OR")) {
            addFlat(operands, and(depth), Filter.Or.class);
        }
        return new Filter.Or(operands);
    }

    private Filter and(int depth) {
        Filter first = unary(depth);
        if (!peekWord("AND")) {
            return first;
        }
        List<Filter> operands = new ArrayList<>();
        addFlat(operands, first, Filter.And.class);
        while (takeWord("AND")) {
            addFlat(operands, unary(depth), Filter.And.class);
        }
        return new Filter.And(operands);
    }

    /** {@code a AND (b AND c)} is one conjunction of three. */
    private static void addFlat(List<Filter> operands, Filter operand, Class<? extends Filter> kind) {
        if (kind == Filter.And.class && operand instanceof Filter.And and) {
            operands.addAll(and.operands());
        } else if (kind == Filter.Or.class && operand instanceof Filter.Or or) {
            operands.addAll(or.operands());
        } else {
            operands.add(operand);
        }
    }

    private Filter unary(int depth) {
        if (depth >= MAX_DEPTH) {
            throw new FilterSyntaxException(position, "nested deeper than " + MAX_DEPTH + " levels");
        }
        if (takeWord("NOT")) {
            return new Filter.Not(unary(depth + 1));
        }
        if (!atEnd() && text.charAt(position) == '(') {
            int open = position;
            position++;
            skipSpace();
            Filter inner = or(depth + 1);
            if (atEnd()) {
                throw new FilterSyntaxException(open, "this parenthesis is not closed");
            }
            if (text.charAt(position) != ')') {
                throw unexpected("AND, OR or ')'");
            }
            position++;
            skipSpace();
            return inner;
        }
        return condition();
    }

    private Filter condition() {
        int start = position;
        while (!atEnd() && isNameCharacter(text.charAt(position))) {
            position++;
        }
        String name = text.substring(start, position);
        if (name.isEmpty()) {
            throw unexpected("a field such as tag:value, NOT or '('");
        }
        if (atEnd() || text.charAt(position) != ':') {
            position = start;
            throw unexpected("a field and a colon such as tag:value");
        }
        position++;
        if (++terms > MAX_TERMS) {
            throw new FilterSyntaxException(start, "more than " + MAX_TERMS + " conditions");
        }
        if (name.equals(UPDATED)) {
            return range();
        }
        FilterField field = field(name);
        if (field == null) {
            throw new FilterSyntaxException(
                    start,
                    "unknown field '" + shortened(name) + "'" + NearestName.hint(name, fieldNames()) + "; known are "
                            + String.join(", ", fieldNames()));
        }
        return new Filter.Equal(field, value(name));
    }

    private static String shortened(String name) {
        return name.length() > 100 ? name.substring(0, 100) + "…" : name;
    }

    private String value(String field) {
        if (!atEnd() && text.charAt(position) == '"') {
            return quoted();
        }
        int start = position;
        while (!atEnd() && isWordCharacter(text.charAt(position))) {
            position++;
        }
        String word = text.substring(start, position);
        if (word.isEmpty()) {
            throw new FilterSyntaxException(start, "a value must follow " + field + ": directly");
        }
        if (word.startsWith("[") || word.equals("*")) {
            throw new FilterSyntaxException(
                    start, "ranges and '*' are for " + UPDATED + " only; put a value like this in quotation marks");
        }
        skipSpace();
        return word;
    }

    private String quoted() {
        int open = position++;
        StringBuilder value = new StringBuilder();
        while (!atEnd()) {
            char c = text.charAt(position++);
            if (c == '"') {
                if (value.isEmpty()) {
                    throw new FilterSyntaxException(open, "the value is empty");
                }
                skipSpace();
                return value.toString();
            }
            if (c == '\\') {
                if (atEnd() || (text.charAt(position) != '"' && text.charAt(position) != '\\')) {
                    throw new FilterSyntaxException(position - 1, "only \\\" and \\\\ can follow a backslash");
                }
                c = text.charAt(position++);
            }
            value.append(c);
        }
        throw new FilterSyntaxException(open, "this quotation mark is not closed");
    }

    private Filter range() {
        int start = position;
        if (atEnd() || text.charAt(position) != '[') {
            throw unexpected("a range such as [2026-01-01 TO *]");
        }
        position++;
        skipSpace();
        int fromAt = position;
        Instant from = bound(false);
        if (!takeWord("TO")) {
            throw unexpected("TO");
        }
        int toAt = position;
        String to = boundText();
        if (atEnd()) {
            throw new FilterSyntaxException(start, "this bracket is not closed");
        }
        char close = text.charAt(position);
        if (close != ']' && close != '}') {
            throw unexpected("']' or '}'");
        }
        Instant until = instant(to, toAt, close == ']');
        if (from != null && until != null && !from.isBefore(until)) {
            throw new FilterSyntaxException(fromAt, "the range is empty: its start is not before its end");
        }
        position++;
        skipSpace();
        return new Filter.Updated(from, until);
    }

    private @Nullable Instant bound(boolean wholeDay) {
        int at = position;
        return instant(boundText(), at, wholeDay);
    }

    private String boundText() {
        int start = position;
        while (!atEnd()
                && !Character.isWhitespace(text.charAt(position))
                && "[]{}()\"".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        String bound = text.substring(start, position);
        skipSpace();
        return bound;
    }

    private static @Nullable Instant instant(String bound, int at, boolean inclusiveEnd) {
        if (bound.equals("*")) {
            return null;
        }
        try {
            if (bound.indexOf('T') < 0) {
                LocalDate day = LocalDate.parse(bound);
                return (inclusiveEnd ? day.plusDays(1) : day)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            }
            Instant instant = OffsetDateTime.parse(bound).toInstant();
            // Dates are kept to the millisecond, so this is the next later one.
            return inclusiveEnd ? instant.plusMillis(1) : instant;
        } catch (DateTimeException e) {
            throw new FilterSyntaxException(
                    at, "'" + bound + "' is no date; allowed are *, 2026-01-31 and 2026-01-31T12:00:00Z");
        }
    }

    private boolean peekWord(String word) {
        int end = position + word.length();
        return text.startsWith(word, position)
                && (end == text.length() || !isWordCharacter(text.charAt(end)) || text.charAt(end) == '(');
    }

    private boolean takeWord(String word) {
        if (!peekWord(word)) {
            return false;
        }
        position += word.length();
        skipSpace();
        return true;
    }

    private FilterSyntaxException unexpected(String expected) {
        if (atEnd()) {
            return new FilterSyntaxException(position, "expected " + expected + ", but the expression ends");
        }
        int end = position;
        while (end < text.length() && end - position < 20 && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        String found = text.substring(position, Math.max(end, position + 1));
        boolean operator =
                found.equalsIgnoreCase("and") || found.equalsIgnoreCase("or") || found.equalsIgnoreCase("not");
        return new FilterSyntaxException(
                position,
                "expected " + expected + ", found '" + found + "'"
                        + (operator
                                ? "; AND, OR and NOT are written in capitals and stand between or before conditions"
                                : ""));
    }

    private void skipSpace() {
        while (!atEnd() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private boolean atEnd() {
        return position >= text.length();
    }

    private static boolean isNameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }

    static boolean isWordCharacter(char c) {
        return !Character.isWhitespace(c) && c != '(' && c != ')' && c != '"';
    }
}
