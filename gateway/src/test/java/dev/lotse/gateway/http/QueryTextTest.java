package dev.lotse.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTextTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "strom,strom",
                "'  strom   tarif ',strom tarif",
                "'strom\ttarif\nneu',strom tarif neu",
                "'a\u0000b',a b",
                "'\u0007',''",
                "u\u0308ber,\u00fcber",
                "Strom\u00adtarif,Stromtarif",
                "a\u200bb,ab",
                "'\u202eevil',evil",
                "a\u00a0b,a b",
                "\ud83d\ude00,\ud83d\ude00",
                "a\ud83db,ab",
            })
    void theTextIsCleaned(String raw, String clean) {
        assertThat(QueryText.clean(raw)).isEqualTo(clean);
    }

    @Property
    void cleaningTwiceChangesNothingMore(@ForAll String raw) {
        String once = QueryText.clean(raw);

        assertThat(QueryText.clean(once)).isEqualTo(once);
    }

    @Property
    void noControlCharacterRemains(@ForAll String raw) {
        assertThat(QueryText.clean(raw).codePoints().noneMatch(Character::isISOControl))
                .isTrue();
    }
}
