package dev.lotse.elasticsearch.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.ranking.text.Expansion;
import dev.lotse.ranking.text.TextLanguage;
import dev.lotse.ranking.text.TextQuery;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.Strings;
import org.elasticsearch.common.io.stream.BytesStreamOutput;
import org.elasticsearch.xcontent.XContentParser;
import org.elasticsearch.xcontent.XContentParserConfiguration;
import org.elasticsearch.xcontent.XContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LotseTextQueryBuilderTest {
    private static final TextQuery QUERY = new TextQuery(
            "Handy Vertrag",
            TextLanguage.GERMAN,
            Map.of("title", 2f, "body", 1f),
            List.of(new Expansion(0, 5, "Smartphone", 0.8f, Expansion.Kind.SYNONYM)),
            0.25f,
            0.5f,
            0.125f);

    private static LotseTextQueryBuilder parse(String json) throws IOException {
        try (XContentParser parser =
                XContentType.JSON.xContent().createParser(XContentParserConfiguration.EMPTY, json)) {
            parser.nextToken();
            return LotseTextQueryBuilder.fromXContent(parser);
        }
    }

    /** A good query with one member added or replaced, as in {@code tie_breaker: 2}. */
    private static String body(String change) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("query", "\"Handy\"");
        members.put("language", "\"de\"");
        members.put("fields", "{\"title\": 2}");
        if (!change.isEmpty()) {
            int colon = change.indexOf(':');
            members.put(change.substring(0, colon), change.substring(colon + 1));
        }
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\": " + member.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    @Test
    void whatIsWrittenAsJsonReadsTheSame() throws IOException {
        LotseTextQueryBuilder builder =
                new LotseTextQueryBuilder(QUERY).boost(3).queryName("words");
        String json = Strings.toString(builder);
        String inner = json.substring("{\"lotse_text\":".length(), json.length() - 1);

        LotseTextQueryBuilder read = parse(inner);

        assertThat(read.query()).isEqualTo(QUERY);
        assertThat(read.boost()).isEqualTo(3);
        assertThat(read.queryName()).isEqualTo("words");
    }

    @Test
    void whatIsSentToAnotherNodeReadsTheSame() throws IOException {
        BytesStreamOutput out = new BytesStreamOutput();
        LotseTextQueryBuilder builder = new LotseTextQueryBuilder(QUERY).boost(3);
        builder.writeTo(out);

        assertThat(new LotseTextQueryBuilder(out.bytes().streamInput())).isEqualTo(builder);
    }

    @Test
    void whatIsLeftOutHasADefault() throws IOException {
        TextQuery query = parse(body("")).query();

        assertThat(query.expansions()).isEmpty();
        assertThat(query.tieBreaker()).isEqualTo(0.3f);
        assertThat(query.minimumShouldMatch()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            language: "fr"                                                        | language is 'fr'; allowed is one of [de, en, und]
            fields: {}                                                            | fields is missing
            fields: {"title": -1}                                                 | fields.title is -1
            tie_breaker: 2                                                        | tie_breaker is 2; allowed is a number from 0.0 to 1.0
            slop: 2                                                               | unknown key slop
            query: 7                                                              | query is missing, or no text
            expansions: [{"start": 0, "end": 9, "text": "x", "weight": 1}]        | expansions[0].end is 9; allowed is a whole number from 0 to 5
            expansions: [{"start": 0, "end": 5, "text": "x", "weight": 7}]        | expansions[0].weight is 7
            expansions: [{"start": 3, "end": 3, "text": "x", "weight": 1}]        | [3,3) is empty
            expansions: [{"start": 0, "end": 5, "text": "x", "weight": 1, "kind": "joke"}] | kind is 'joke'
            """)
    void aMistakeIsNamedWithWhatIsAllowed(String change, String message) {
        assertThatThrownBy(() -> parse(body(change)))
                .isInstanceOf(ParsingException.class)
                .hasMessageContaining("[lotse_text]")
                .hasMessageContaining(message);
    }
}
