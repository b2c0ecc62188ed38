package dev.lotse.gateway.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
    private static final Filter HANDBOOK = new Filter.Equal(FilterField.TAG, "handbuch");
    private static final Filter ARCHIVE = new Filter.Equal(FilterField.TAG, "archiv");
    private static final Filter ENGLISH = new Filter.Equal(FilterField.LANG, "en");

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void aBlankExpressionIsEveryPage(String text) {
        assertThat(FilterParser.parse(text)).isEqualTo(new Filter.All());
    }

    @Test
    void theExampleOfTheApiIsUnderstood() {
        assertThat(FilterParser.parse("tag:handbuch AND NOT tag:archiv"))
                .isEqualTo(new Filter.And(List.of(HANDBOOK, new Filter.Not(ARCHIVE))));
    }

    @Test
    void andBindsBeforeOr() {
        assertThat(FilterParser.parse("tag:handbuch OR tag:archiv AND lang:en"))
                .isEqualTo(new Filter.Or(List.of(HANDBOOK, new Filter.And(List.of(ARCHIVE, ENGLISH)))));
    }

    @Test
    void parenthesesBindBeforeAnd() {
        assertThat(FilterParser.parse("( tag:handbuch OR tag:archiv )AND lang:en"))
                .isEqualTo(new Filter.And(List.of(new Filter.Or(List.of(HANDBOOK, ARCHIVE)), ENGLISH)));
    }

    @Test
    void notBindsToTheNextConditionOnly() {
        assertThat(FilterParser.parse("NOT tag:handbuch AND lang:en"))
                .isEqualTo(new Filter.And(List.of(new Filter.Not(HANDBOOK), ENGLISH)));
    }

    @Test
    void quotedValuesMayHoldAnything() {
        assertThat(FilterParser.parse("tag:\"a (b) \\\"c\\\" \\\\ AND\""))
                .isEqualTo(new Filter.Equal(FilterField.TAG, "a (b) \"c\" \\ AND"));
    }

    @Test
    void anUnquotedValueMayHaveColonsSlashesAndUmlauts() {
        assertThat(FilterParser.parse("source:folder:/srv/übersicht"))
                .isEqualTo(new Filter.Equal(FilterField.SOURCE, "folder:/srv/übersicht"));
    }

    @Test
    void aDateRangeIncludesItsLastDay() {
        assertThat(FilterParser.parse("updated:[2026-01-01 TO 2026-01-31]"))
                .isEqualTo(new Filter.Updated(
                        Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z")));
    }

    @Test
    void aCurlyBracketExcludesTheEnd() {
        assertThat(FilterParser.parse("updated:[* TO 2026-01-31}"))
                .isEqualTo(new Filter.Updated(null, Instant.parse("2026-01-31T00:00:00Z")));
    }

    @Test
    void aRangeMayBeOpenAndHaveTimesWithOffset() {
        assertThat(FilterParser.parse("updated:[2026-01-01T12:00:00+02:00 TO *]"))
                .isEqualTo(new Filter.Updated(Instant.parse("2026-01-01T10:00:00Z"), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tag:a AND              | 10 | expected a field",
                "tag:a tag:b            | 7  | expected AND, OR or the end, found 'tag:b'",
                "tag:a and tag:b        | 7  | AND, OR and NOT are written in capitals",
                "(tag:a                 | 1  | not closed",
                "tag:a)                 | 6  | expected AND, OR or the end, found ')'",
                "tag:\"abc              | 5  | quotation mark is not closed",
                "tag:\"\"               | 5  | empty",
                "tag:\"a\\b\"           | 7  | backslash",
                "tag:                   | 5  | must follow tag: directly",
                "tag: a                 | 5  | must follow tag: directly",
                "tags:a                 | 1  | did you mean 'tag'?",
                "colour:red             | 1  | known are lang, objectID, section, source, tag, updated",
                "tag                    | 1  | a colon",
                "handbuch               | 1  | a colon",
                "()                     | 2  | expected a field",
                "NOT                    | 4  | expected a field",
                "updated:2026-01-01     | 9  | a range",
                "updated:[2026 TO *]    | 10 | no date",
                "updated:[2026-02-30 TO *] | 10 | no date",
                "updated:[2026-01-01]   | 20 | expected TO",
                "updated:[* TO *        | 9  | bracket is not closed",
                "updated:[2026-02-01 TO 2026-01-01] | 10 | range is empty",
                "tag:[a TO b]           | 5  | ranges",
                "tag:*                  | 5  | '*'",
            })
    void aMistakeIsNamedWithItsPlace(String text, int character, String expected) {
        assertThatExceptionOfType(FilterSyntaxException.class)
                .isThrownBy(() -> FilterParser.parse(text))
                .withMessageContaining(expected)
                .withMessageStartingWith("at character " + character + ":");
    }

    @Test
    void deepNestingIsRefusedAndNotAStackOverflow() {
        String deep = "(".repeat(1900) + "tag:a";

        assertThatExceptionOfType(FilterSyntaxException.class)
                .isThrownBy(() -> FilterParser.parse(deep))
                .withMessageContaining("deeper than 20");
    }

    @Test
    void anOverlongExpressionIsRefusedByItsLength() {
        assertThatExceptionOfType(FilterSyntaxException.class)
                .isThrownBy(() -> FilterParser.parse("tag:" + "a".repeat(2000)))
                .withMessageContaining("2004 characters; allowed is at most 2000");
    }

    @Test
    void tooManyConditionsAreRefused() {
        String many = "tag:a" + " OR tag:a".repeat(FilterParser.MAX_TERMS);

        assertThatExceptionOfType(FilterSyntaxException.class)
                .isThrownBy(() -> FilterParser.parse(many))
                .withMessageContaining("more than 64");
    }

    @Test
    void chainsOfOneOperatorBecomeOneList() {
        assertThat(FilterParser.parse("tag:handbuch AND (tag:archiv AND lang:en)"))
                .isEqualTo(new Filter.And(List.of(HANDBOOK, ARCHIVE, ENGLISH)));
    }
}
