package dev.lotse.gateway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SynonymFilesTest {

    @Property(tries = 500)
    void aTableIsReadBackEqual(@ForAll("synonyms") List<Synonym> synonyms) {
        SynonymImport read = SynonymCsv.read(SynonymCsv.write(synonyms));

        assertThat(read.problems()).isEmpty();
        assertThat(read.synonyms()).isEqualTo(synonyms);
    }

    @Property(tries = 500)
    void aSolrFileIsReadBackWithTheSameMeaning(@ForAll("synonyms") List<Synonym> synonyms) {
        SynonymImport read = SolrSynonyms.read(SolrSynonyms.write(synonyms), "de");

        List<List<Object>> wanted = new ArrayList<>();
        for (Synonym synonym : synonyms) {
            if (synonym.type() == Synonym.Type.ONE_WAY) {
                synonym.terms().forEach(term -> wanted.add(List.of(synonym.type(), List.of(term), synonym.to())));
            } else {
                wanted.add(List.of(synonym.type(), synonym.terms(), synonym.to()));
            }
        }
        assertThat(read.problems()).isEmpty();
        assertThat(read.synonyms())
                .extracting(synonym -> List.<Object>of(synonym.type(), synonym.terms(), synonym.to()))
                .isEqualTo(wanted);
    }

    @Provide
    Arbitrary<List<Synonym>> synonyms() {
        // The targets are other words than the terms: 'a => a' says nothing, and 'a => a, b' is how Solr writes a
        // one-way synonym.
        Arbitrary<List<String>> terms =
                term("abcä").list().uniqueElements().ofMinSize(2).ofMaxSize(4);
        Arbitrary<List<String>> to =
                term("xyzß").list().uniqueElements().ofMinSize(1).ofMaxSize(3);
        Arbitrary<String> note = Arbitraries.of("", "Notiz, mit \"Zeichen\"", "=1+1", "'so'");
        Arbitrary<Validity> validity = Arbitraries.of(
                Validity.ALWAYS,
                new Validity(Instant.parse("2026-01-01T00:00:00Z"), null),
                new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T08:30:00Z")));
        return Combinators.combine(
                        Arbitraries.of(Synonym.Type.class),
                        terms,
                        to,
                        Arbitraries.of(0.05f, 0.9f, 1f),
                        note,
                        validity,
                        Arbitraries.of("*", "de", "en"))
                .as((type, from, others, weight, text, valid, lang) -> new Synonym(
                        "id",
                        type,
                        lang,
                        from,
                        type == Synonym.Type.EQUIVALENT ? List.of() : others,
                        weight,
                        text,
                        valid))
                .list()
                .ofMaxSize(5)
                .map(list -> {
                    List<Synonym> named = new ArrayList<>();
                    for (Synonym each : list) {
                        named.add(new Synonym(
                                "s" + named.size(),
                                each.type(),
                                each.lang(),
                                each.terms(),
                                each.to(),
                                each.weight(),
                                each.note(),
                                each.validity()));
                    }
                    return named;
                });
    }

    private static Arbitrary<String> term(String letters) {
        return Combinators.combine(
                        Arbitraries.strings().withChars(letters).ofMinLength(1).ofMaxLength(4),
                        Arbitraries.of("", " ", ",", "\\", "|", "=>", "#", "\"", "-", "'"),
                        Arbitraries.strings().withChars(letters).ofMinLength(1).ofMaxLength(3))
                .as((first, between, last) -> first + between + last);
    }

    @Test
    void solrsOwnNotationIsUnderstood() {
        SynonymImport read = SolrSynonyms.read("""
                # a comment
                Handy, Smartphone,Mobiltelefon   # behind

                EVU => Versorger, Anbieter
                Strom => Strom, Elektrizität
                a\\,b, c
                """, "de");

        assertThat(read.problems()).isEmpty();
        assertThat(read.synonyms())
                .extracting(Synonym::label)
                .containsExactly(
                        "Handy, Smartphone, Mobiltelefon",
                        "EVU ⇒ Versorger, Anbieter",
                        "Strom → Elektrizität",
                        "a,b, c");
    }

    @Test
    void aBadLineIsNamedByItsNumber() {
        assertThat(SolrSynonyms.read("a, b\n\nalone\n => x\n", "de").problems())
                .extracting(EntryProblem::field)
                .containsExactly("line 3: terms", "line 4: terms");
        assertThat(SynonymCsv.read("type,terms\r\nequivalent,\"a|\nb\"\r\nboth,a|b\r\nequivalent\r\n")
                        .problems())
                .extracting(EntryProblem::field)
                .containsExactly("line 4: type", "line 5: cells");
        assertThat(SynonymCsv.read("typ,terms\r\n").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains("line 1", "header"));
    }

    @Test
    void oneIdForTwoSynonymsIsAMistake() {
        assertThat(SynonymCsv.read("id,type,terms\r\na,equivalent,x|y\r\na,equivalent,x|y\r\na,equivalent,x|z\r\n")
                        .problems())
                .extracting(EntryProblem::field)
                .containsExactly("line 4: id");
    }

    @Test
    void theSameFileReadTwiceGivesTheSameIds() {
        String text = "Handy, Smartphone\n";

        assertThat(SolrSynonyms.read(text, "de").synonyms())
                .isEqualTo(SolrSynonyms.read(text, "de").synonyms());
    }
}
