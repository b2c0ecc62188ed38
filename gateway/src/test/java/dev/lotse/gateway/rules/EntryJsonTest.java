package dev.lotse.gateway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lotse.gateway.retrieval.Filter;
import dev.lotse.gateway.retrieval.FilterField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<EntryProblem> problems(EntryKind kind, String json) throws JsonProcessingException {
        List<EntryProblem> problems = new ArrayList<>();
        Entry unused = EntryJson.read(kind, "id", JSON.readTree(json), problems);
        return problems;
    }

    @Test
    void whatIsWrittenIsReadBackEqual() {
        Filter handbook = new Filter.Equal(FilterField.TAG, "Handbuch \"neu\"");
        Rule rule = new Rule(
                "r-1",
                "Umzug",
                false,
                -5,
                new Condition(Condition.Match.REGEX, List.of("^umz(ug|iehen)"), "de", List.of((Filter.Equal) handbook)),
                List.of(
                        new RuleAction.Pin("a/b.html", 3),
                        new RuleAction.Hide(new Filter.Not(handbook)),
                        new RuleAction.Only(handbook),
                        new RuleAction.Boost(handbook, 2.5),
                        new RuleAction.Boost(handbook, 0.1),
                        new RuleAction.Redirect("https://example.org/x?y=1"),
                        new RuleAction.Banner("Titel", "", null),
                        new RuleAction.Banner("Titel", "Text", "/umzug"),
                        new RuleAction.Answer("Wir sind da.", "Kontakt", "/kontakt"),
                        new RuleAction.NoAnswer("Dazu nicht.", null),
                        new RuleAction.NoAnswer("Dazu nicht.", "https://example.org/recht")),
                "Notiz",
                new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z")));
        Synonym synonym = new Synonym(
                "s", Synonym.Type.ONE_WAY, "en", List.of("cell phone"), List.of("mobile"), 0.7f, "n", Validity.ALWAYS);

        assertThat(EntryJson.parse(EntryKind.RULE, EntryJson.text(rule))).isEqualTo(rule);
        assertThat(EntryJson.parse(EntryKind.SYNONYM, EntryJson.text(synonym))).isEqualTo(synonym);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "synonym | {\"type\": \"equivalent\", \"terms\": [\"a\"]} | terms | 2 to 50 texts",
                "synonym | {\"type\": \"both\", \"terms\": [\"a\", \"b\"]} | type | equivalent, one-way, replacement",
                "synonym | {\"type\": \"one-way\", \"terms\": [\"a\"]} | to | 1 to 50 texts",
                "synonym | {\"type\": \"equivalent\", \"terms\": [\"a\", \"!?\"]} | terms[1] | a term of 1 to 8 words",
                "synonym | {\"type\": \"equivalent\", \"terms\": [\"a\", \"b\"], \"weight\": 2} | weight | 0.05 to 1.0",
                "synonym | {\"type\": \"equivalent\", \"terms\": [\"a\", \"b\"], \"lang\": \"fr\"} | lang | *, de, en",
                "rule | {\"name\": \"n\", \"when\": {\"match\": \"regex\", \"values\": [\"(a\"]}, \"then\": [{\"type\": \"redirect\", \"url\": \"/x\"}]} | when.values[0] | RE2",
                "rule | {\"name\": \"n\", \"when\": {\"match\": \"exact\", \"values\": [\"a\"]}, \"then\": [{\"type\": \"redirect\", \"url\": \"javascript:alert(1)\"}]} | then[0].url | http(s) URL",
                "rule | {\"name\": \"n\", \"when\": {\"match\": \"exact\", \"values\": [\"a\"]}, \"then\": [{\"type\": \"redirect\", \"url\": \"//evil.example\"}]} | then[0].url | http(s) URL",
                "rule | {\"name\": \"n\", \"when\": {\"match\": \"exact\", \"values\": [\"a\"]}, \"then\": [{\"type\": \"pin\", \"objectID\": \"x\", \"position\": 0}]} | then[0].position | 1 to 50",
                "rule | {\"name\": \"n\", \"when\": {\"match\": \"exact\", \"values\": [\"a\"]}, \"then\": [{\"type\": \"hide\", \"pages\": \"colour:red\"}]} | then[0].pages | filter",
                "rule | {\"name\": \"n\", \"when\": {\"match\": \"exact\", \"values\": [\"a\"]}, \"then\": []} | then | 1 to 20 actions",
                "rule | {\"name\": \"n\", \"when\": {\"match\": \"exact\", \"values\": [\"a\"]}, \"then\": [{\"type\": \"answer\", \"text\": \"t\", \"title\": \"n\", \"url\": \"javascript:alert(1)\"}]} | then[0].url | http(s) URL",
                "rule | {\"name\": \"n\", \"when\": {\"match\": \"exact\", \"values\": [\"a\"]}, \"then\": [{\"type\": \"answer\", \"title\": \"n\", \"url\": \"/x\"}]} | then[0].text | text",
                "rule | {\"name\": \"n\", \"when\": {\"match\": \"exact\", \"values\": [\"a\"]}, \"then\": [{\"type\": \"no-answer\", \"text\": \"\"}]} | then[0].text | text",
                "rule | {\"name\": \"n\", \"then\": [{\"type\": \"redirect\", \"url\": \"/x\"}]} | when | match",
            })
    void aFieldThatIsNotAllowedIsNamedWithWhatIs(String kind, String json, String field, String allowed)
            throws JsonProcessingException {
        assertThat(problems(EntryKind.of(kind), json)).anySatisfy(problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.allowed()).contains(allowed);
            assertThat(problem.detail()).contains(field);
        });
    }

    @Test
    void aMisspeltFieldIsNotSilentlyDropped() throws JsonProcessingException {
        assertThat(problems(EntryKind.SYNONYM, "{\"type\": \"equivalent\", \"terms\": [\"a\", \"b\"], \"wieght\": 1}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains("wieght", "weight"));
    }
}
