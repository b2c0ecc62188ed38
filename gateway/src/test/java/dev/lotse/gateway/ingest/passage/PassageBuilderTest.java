package dev.lotse.gateway.ingest.passage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.retrieval.Page;
import dev.lotse.gateway.retrieval.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PassageBuilderTest {
    private static final PassageSettings SMALL = new PassageSettings(40, 8, 10, 1000);

    private static int words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
    }

    private static List<Passage> cut(PassageSettings settings, Page.Section... sections) {
        return new PassageBuilder(settings, PassageBuilderTest::words).passages(page(List.of(sections)));
    }

    private static Page page(List<Page.Section> sections) {
        return new Page(
                "id", "id", "The title", List.of(), "en", null, null, null, List.of(), sections, List.of(), "test");
    }

    private static Page.Section section(String text, String... headings) {
        return new Page.Section(List.of(headings), text);
    }

    private static String sentence(int number, int words) {
        return "Sentence" + number + " word".repeat(words - 1) + ".";
    }

    @Test
    void aShortPageIsOnePassage() {
        List<Passage> passages = cut(SMALL, section("One two three.\nFour five."));

        assertThat(passages).hasSize(1);
        assertThat(passages.getFirst().text()).isEqualTo("One two three.\nFour five.");
        assertThat(passages.getFirst().headings()).isEmpty();
    }

    @Test
    void aPageWithoutTextHasItsTitleAsPassage() {
        assertThat(cut(SMALL)).extracting(Passage::text).containsExactly("The title");
        assertThat(cut(SMALL, section(""))).extracting(Passage::text).containsExactly("The title");
    }

    @Test
    void longSectionsAreCutAtSentencesIntoPartsOfSimilarLength() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            text.append(sentence(i, 10)).append(' ');
        }
        PassageSettings noOverlap = new PassageSettings(40, 8, 0, 1000);

        List<Passage> passages = cut(noOverlap, section(text.toString().strip(), "Part"));

        assertThat(passages).hasSize(3);
        assertThat(passages).allSatisfy(passage -> {
            assertThat(passage.text()).endsWith(".");
            assertThat(words(passage.text())).isBetween(20, 40);
            assertThat(passage.headings()).containsExactly("Part");
        });
    }

    @Test
    void neighboursOfASectionShareASentence() {
        List<Passage> passages =
                cut(SMALL, section(sentence(1, 20) + " " + sentence(2, 10) + " " + sentence(3, 20), "Part"));

        assertThat(passages).hasSize(2);
        assertThat(passages.get(0).text()).endsWith(sentence(2, 10));
        assertThat(passages.get(1).text()).startsWith(sentence(2, 10));
    }

    @Test
    void tinySectionsAreJoinedAndKeepTheirHeadingsInTheText() {
        List<Passage> passages = cut(
                SMALL,
                section("One two.", "Prices", "Adults"),
                section("Three four.", "Prices", "Children"),
                section("Five six seven eight nine ten.", "Prices", "Groups"));

        assertThat(passages).hasSize(1);
        assertThat(passages.getFirst().headings()).containsExactly("Prices");
        assertThat(passages.getFirst().text())
                .isEqualTo("Adults\nOne two.\nChildren\nThree four.\nGroups\nFive six seven eight nine ten.");
    }

    @Test
    void aTinyLastSectionJoinsTheOneBefore() {
        List<Passage> passages = cut(SMALL, section(sentence(1, 12), "A"), section("Short.", "B"));

        assertThat(passages).hasSize(1);
        assertThat(passages.getFirst().text()).endsWith("B\nShort.");
    }

    @Test
    void sectionsThatAreLongEnoughStandAlone() {
        List<Passage> passages = cut(SMALL, section(sentence(1, 12), "A"), section(sentence(2, 12), "B"));

        assertThat(passages).extracting(Passage::headings).containsExactly(List.of("A"), List.of("B"));
        assertThat(passages).extracting(Passage::text).containsExactly(sentence(1, 12), sentence(2, 12));
    }

    @Test
    void aHeadingOverSubsectionsOnlyIsNotRepeated() {
        List<Passage> passages = cut(SMALL, section("", "A"), section(sentence(1, 12), "A", "B"));

        assertThat(passages).hasSize(1);
        assertThat(passages.getFirst().headings()).containsExactly("A", "B");
        assertThat(passages.getFirst().text()).isEqualTo(sentence(1, 12));
    }

    @Test
    void textWithoutSentencesIsCutAtSpacesAndThenAnywhere() {
        PassageSettings byLetters = new PassageSettings(40, 0, 0, 1000);
        // Like a tokeniser, it does not count the spaces between units.
        PassageBuilder builder =
                new PassageBuilder(byLetters, text -> text.replace(" ", "").length());

        List<Passage> passages = builder.passages(page(List.of(section("abcdefgh ".repeat(30) + "x".repeat(200)))));

        assertThat(passages)
                .allSatisfy(passage -> assertThat(
                                passage.text().replaceAll("\\s", "").length())
                        .isLessThanOrEqualTo(40));
        assertThat(String.join("", passages.stream().map(Passage::text).toList())
                        .replaceAll("\\s", ""))
                .isEqualTo("abcdefgh".repeat(30) + "x".repeat(200));
    }

    @Test
    void noPageHasMorePassagesThanTheLimit() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            text.append(sentence(i, 20)).append('\n');
        }

        assertThat(cut(new PassageSettings(40, 8, 10, 7), section(text.toString())))
                .hasSize(7);
    }

    @Test
    void theHashChangesWithTitleHeadingsAndTextAndNothingElse() {
        Passage first = cut(SMALL, section("One two three.", "A")).getFirst();
        Passage same = new PassageBuilder(SMALL, PassageBuilderTest::words)
                .passages(new Page(
                        "other",
                        "elsewhere",
                        "The title",
                        List.of("Home"),
                        "en",
                        null,
                        null,
                        null,
                        List.of("tag"),
                        List.of(section("One two three.", "A")),
                        List.of(),
                        "push"))
                .getFirst();

        assertThat(same.hash()).isEqualTo(first.hash()).hasSize(64);
        assertThat(cut(SMALL, section("One two three.", "B")).getFirst().hash()).isNotEqualTo(first.hash());
        assertThat(cut(SMALL, section("One two four.", "A")).getFirst().hash()).isNotEqualTo(first.hash());
    }

    @Test
    void anyPageIsCutWithoutLossAndWithinTheLimit() {
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            List<Page.Section> sections = new ArrayList<>();
            int number = 0;
            for (int s = random.nextInt(6); s >= 0; s--) {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(8); i > 0; i--) {
                    text.append(sentence(number++, 1 + random.nextInt(60))).append(random.nextBoolean() ? "\n" : " ");
                }
                List<String> headings = new ArrayList<>();
                for (int h = random.nextInt(3); h > 0; h--) {
                    headings.add("H" + random.nextInt(3));
                }
                sections.add(new Page.Section(headings, text.toString().strip()));
            }

            List<Passage> passages = new PassageBuilder(SMALL, PassageBuilderTest::words).passages(page(sections));

            assertThat(passages).isNotEmpty();
            String all = String.join("\n", passages.stream().map(Passage::text).toList());
            for (int i = 0; i < number; i++) {
                assertThat(all).containsPattern("Sentence" + i + "\\b");
            }
            for (int i = 0; i < passages.size(); i++) {
                assertThat(passages.get(i).ordinal()).isEqualTo(i);
                assertThat(words(passages.get(i).text())).isBetween(1, 40);
            }
        }
    }
}
