package dev.lotse.ranking.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

class TextQueryBuilderTest {

    private static TextQuery query(String text, Expansion... expansions) {
        return new TextQuery(text, TextLanguage.GERMAN, Map.of("body", 1f), List.of(expansions), 0.3f, 0f, 0.3f);
    }

    /** Bodies found, best first. */
    private static List<String> search(TextQuery query, String... bodies) throws IOException {
        try (Directory directory = new ByteBuffersDirectory()) {
            try (IndexWriter writer =
                    new IndexWriter(directory, new IndexWriterConfig(TextAnalysis.analyzer(TextLanguage.GERMAN)))) {
                for (String body : bodies) {
                    Document doc = new Document();
                    doc.add(new TextField("body.de", body, Field.Store.NO));
                    doc.add(new StoredField("text", body));
                    writer.addDocument(doc);
                }
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                IndexSearcher searcher = new IndexSearcher(reader);
                ScoreDoc[] hits = searcher.search(TextQueryBuilder.build(query), 10).scoreDocs;
                String[] found = new String[hits.length];
                for (int i = 0; i < hits.length; i++) {
                    found[i] = searcher.storedFields().document(hits[i].doc).get("text");
                }
                return Arrays.asList(found);
            }
        }
    }

    @Test
    void findsInflectionsAndIgnoresStopWords() throws IOException {
        assertThat(search(query("die Rechnungen"), "Ihre Rechnung", "die Zähler"))
                .containsExactly("Ihre Rechnung");
    }

    @Test
    void aQueryOfStopWordsOnlyFindsNothing() throws IOException {
        assertThat(search(query("der die das"), "der die das")).isEmpty();
    }

    @Test
    void wordsSideBySideWinOverWordsApart() throws IOException {
        assertThat(search(
                        query("blauer Zähler"),
                        "Zähler stehen im Keller und manche davon sind blau",
                        "ein blauer Zähler steht im Keller und manche davon nicht"))
                .first()
                .asString()
                .startsWith("ein blauer Zähler");
    }

    @Test
    void oneWordAlternativeIsFoundButRanksBelowTheOwnWord() throws IOException {
        Expansion synonym = new Expansion(0, 5, "Smartphone", 0.5f, Expansion.Kind.SYNONYM);

        assertThat(search(query("Handy", synonym), "ein Smartphone", "ein Handy", "ein Auto"))
                .containsExactly("ein Handy", "ein Smartphone");
    }

    @Test
    void alternativeOfSeveralWordsMustStandTogether() throws IOException {
        Expansion parts = new Expansion(0, 15, "Drucker Patronen", 0.8f, Expansion.Kind.COMPOUND);

        assertThat(search(
                        query("Druckerpatronen", parts),
                        "Patronen für Drucker kaufen",
                        "Drucker sind teuer geworden in diesem Jahr. Aber dann gab es noch Patronen"))
                .containsExactly("Patronen für Drucker kaufen");
    }

    @Test
    void alternativeMayReplaceSeveralWords() throws IOException {
        Expansion joined = new Expansion(0, 16, "Druckerpatronen", 0.8f, Expansion.Kind.COMPOUND);

        assertThat(search(query("Drucker Patronen", joined), "neue Druckerpatronen", "alte Zähler"))
                .containsExactly("neue Druckerpatronen");
    }

    @Test
    void minimumShouldMatchCountsGroupsOfAlternativesOnce() throws IOException {
        TextQuery strict = new TextQuery(
                "Handy Vertrag",
                TextLanguage.GERMAN,
                Map.of("body", 1f),
                List.of(new Expansion(0, 5, "Smartphone", 0.5f, Expansion.Kind.SYNONYM)),
                0f,
                1f,
                0f);

        assertThat(search(strict, "Handy und Smartphone", "Smartphone mit Vertrag"))
                .containsExactly("Smartphone mit Vertrag");
    }

    @Test
    void offsetsOfTermsAreThoseOfTheText() {
        assertThat(TextQueryBuilder.terms("Die Zählerstände!", TextLanguage.GERMAN))
                .singleElement()
                .satisfies(term -> {
                    assertThat(term.start()).isEqualTo(4);
                    assertThat(term.end()).isEqualTo(16);
                    assertThat(term.position()).isEqualTo(1);
                });
    }

    @Test
    void languageTagsWithRegionsFindTheirAnalysis() {
        assertThat(TextLanguage.of("de-AT")).isEqualTo(TextLanguage.GERMAN);
        assertThat(TextLanguage.of("EN")).isEqualTo(TextLanguage.ENGLISH);
        assertThat(TextLanguage.of("den")).isEqualTo(TextLanguage.OTHER);
    }

    @Test
    void anExpansionOutsideReasonIsRefused() {
        assertThatThrownBy(() -> new Expansion(3, 3, "x", 1, Expansion.Kind.TYPO))
                .hasMessageContaining("[3,3)");
        assertThatThrownBy(() -> new Expansion(0, 3, " ", 1, Expansion.Kind.TYPO))
                .hasMessageContaining("blank");
        assertThatThrownBy(() -> new Expansion(0, 3, "x", 1.5f, Expansion.Kind.TYPO))
                .hasMessageContaining("1.5");
    }
}
