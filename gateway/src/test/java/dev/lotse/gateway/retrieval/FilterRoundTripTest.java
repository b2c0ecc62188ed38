package dev.lotse.gateway.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FilterRoundTripTest {

    @Property(tries = 500)
    void whatIsPrintedIsReadBackTheSame(@ForAll("filters") Filter filter) {
        assertThat(FilterParser.parse(FilterPrinter.print(filter))).isEqualTo(filter);
    }

    @Property(tries = 1000)
    void anyTextIsParsedOrRefusedWithAPlaceInsideIt(@ForAll("noise") String text) {
        try {
            FilterParser.parse(text);
        } catch (FilterSyntaxException e) {
            assertThat(e.position()).isBetween(0, text.length());
        }
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.of(
                        "tag:",
                        "a",
                        "\"",
                        "\\",
                        "(",
                        ")",
                        " ",
                        "AND",
                        "OR",
                        "NOT",
                        "updated:[",
                        "*",
                        "TO",
                        "]",
                        "2026-01-01")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<Filter> filters() {
        return tree(3);
    }

    /** Trees as the parser makes them: no list with one operand, none inside a list of its own kind. */
    private static Arbitrary<Filter> tree(int depth) {
        if (depth == 0) {
            return leaf();
        }
        return Arbitraries.oneOf(
                leaf(),
                and(tree(depth - 1)),
                or(tree(depth - 1)),
                tree(depth - 1).map(Filter.Not::new));
    }

    private static Arbitrary<Filter> and(Arbitrary<Filter> operand) {
        return several(operand.filter(filter -> !(filter instanceof Filter.And)))
                .map(Filter.And::new);
    }

    private static Arbitrary<Filter> or(Arbitrary<Filter> operand) {
        return several(operand.filter(filter -> !(filter instanceof Filter.Or))).map(Filter.Or::new);
    }

    private static Arbitrary<List<Filter>> several(Arbitrary<Filter> operand) {
        return operand.list().ofMinSize(2).ofMaxSize(3);
    }

    private static Arbitrary<Filter> leaf() {
        Arbitrary<Filter> equal = Combinators.combine(
                        Arbitraries.of(FilterField.values()),
                        Arbitraries.strings()
                                .withChars(" ab:\"\\()[]*ä\t")
                                .withChars('A', 'Z')
                                .ofMinLength(1)
                                .ofMaxLength(8))
                .as(Filter.Equal::new);
        Arbitrary<Instant> instants =
                Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli);
        Arbitrary<Filter> updated = Combinators.combine(instants.injectNull(0.3), instants.injectNull(0.3))
                .filter((from, to) -> from == null || to == null || from.isBefore(to))
                .as(Filter.Updated::new);
        return Arbitraries.oneOf(equal, updated);
    }
}
