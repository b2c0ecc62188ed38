package dev.lotse.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    private static final List<String> KNOWN = List.of("q", "page", "hitsPerPage", "lang", "filters");

    @Test
    void aSwapAMissingOrAWrongLetterIsRecognised() {
        assertThat(NearestName.of("pgae", KNOWN)).contains("page");
        assertThat(NearestName.of("filter", KNOWN)).contains("filters");
        assertThat(NearestName.of("hitsperpage", KNOWN)).contains("hitsPerPage");
        assertThat(NearestName.of("hits_per_page", KNOWN)).contains("hitsPerPage");
    }

    @Test
    void somethingElseIsNoMisspelling() {
        assertThat(NearestName.of("colour", KNOWN)).isEmpty();
        assertThat(NearestName.of("x".repeat(10_000), KNOWN)).isEmpty();
    }
}
