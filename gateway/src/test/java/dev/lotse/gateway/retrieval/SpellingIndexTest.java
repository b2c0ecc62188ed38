package dev.lotse.gateway.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SpellingIndexTest {
    private final SpellingIndex index = new SpellingIndex(Map.of(
            "rechnung", 40, "rechnungen", 10, "zeichnung", 5, "zähler", 30, "wasser", 20, "tarif", 9, "a4b5", 3));

    @Test
    void findsAMissingLetterASwapAndAWrongLetter() {
        assertThat(index.near("rechnug", 5)).first().isEqualTo("rechnung");
        assertThat(index.near("rehcnung", 5)).first().isEqualTo("rechnung");
        assertThat(index.near("wassre", 5)).containsExactly("wasser");
        assertThat(index.near("tariv", 5)).containsExactly("tarif");
    }

    @Test
    void shortWordsAndNumbersAreLeftAlone() {
        assertThat(index.near("tar", 5)).isEmpty();
        assertThat(index.near("a4b6", 5)).isEmpty();
        assertThat(index.near("", 5)).isEmpty();
    }

    @Test
    void fewerEditsWinOverFrequency() {
        assertThat(index.near("rechnunge", 2)).containsExactly("rechnung", "rechnungen");
        assertThat(index.near("zeichnungg", 1)).containsExactly("zeichnung");
    }

    @Property
    void distanceIsSymmetricAndZeroOnlyForEqualWords(
            @ForAll @AlphaChars @StringLength(max = 12) String a,
            @ForAll @AlphaChars @StringLength(max = 12) String b) {
        assertThat(SpellingIndex.distance(a, b, 20)).isEqualTo(SpellingIndex.distance(b, a, 20));
        assertThat(SpellingIndex.distance(a, b, 20) == 0).isEqualTo(a.equals(b));
    }
}
