package dev.lotse.gateway.ingest.extract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Documents in the encodings that real sites send, declared rightly, wrongly or not at all. */
class ExtractionEncodingTest {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final URI LOCATION = URI.create("https://www.example.org/a.html");
    private static final String WORDS = "Größe, Äpfel und „Öl“ für 5 € – überall";
    private static final String LATIN_WORDS = "Größe, Äpfel und Öl für überall";

    private final PageExtractor extractor = new PageExtractor(LanguageDetector.NONE, ExtractionSettings.DEFAULT);

    private static String page(String head, String words) {
        return "<html><head>" + head + "<title>T</title></head><body><main><p>" + words + "</p></main></body></html>";
    }

    private String read(byte[] bytes, @Nullable String httpCharset) {
        return extractor
                .html(bytes, httpCharset, LOCATION)
                .sections()
                .getFirst()
                .text();
    }

    private static byte[] withMark(byte[] text, int... mark) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int b : mark) {
            out.write(b);
        }
        out.writeBytes(text);
        return out.toByteArray();
    }

    @Test
    void utf8IsReadWithoutADeclaration() {
        assertThat(read(page("", WORDS).getBytes(UTF_8), null)).isEqualTo(WORDS);
    }

    @Test
    void latin1AndWindows1252AreReadWithoutADeclaration() {
        assertThat(read(page("", LATIN_WORDS).getBytes(ISO_8859_1), null)).isEqualTo(LATIN_WORDS);
        assertThat(read(page("", WORDS).getBytes(WINDOWS_1252), null)).isEqualTo(WORDS);
    }

    @Test
    void aDeclarationInTheDocumentIsFollowedHoweverItIsWritten() {
        for (String head : List.of(
                "<meta charset=iso-8859-1>",
                "<META CHARSET='ISO-8859-1'>",
                "<meta http-equiv='Content-Type' content='text/html; charset=latin1'>",
                "<meta charset=\"windows-1252\">")) {
            assertThat(read(page(head, WORDS).getBytes(WINDOWS_1252), null))
                    .as(head)
                    .isEqualTo(WORDS);
        }
        String cyrillic = "Страница о поиске";
        assertThat(read(page("<meta charset=windows-1251>", cyrillic).getBytes(Charset.forName("windows-1251")), null))
                .isEqualTo(cyrillic);
        String xhtml = "<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>"
                + page("", WORDS.replace("„Öl“", "Öl").replace("–", "-"));
        assertThat(read(xhtml.getBytes(Charset.forName("ISO-8859-15")), null)).contains("5 €");
    }

    @Test
    void theHeaderWinsOverTheDocumentAndAByteOrderMarkOverBoth() {
        byte[] latin = page("<meta charset=utf-8>", LATIN_WORDS).getBytes(ISO_8859_1);
        assertThat(read(latin, "ISO-8859-1")).isEqualTo(LATIN_WORDS);

        byte[] marked = withMark(page("<meta charset=latin1>", WORDS).getBytes(UTF_8), 0xEF, 0xBB, 0xBF);
        assertThat(read(marked, "iso-8859-1")).isEqualTo(WORDS);
    }

    @Test
    void utf16IsReadByItsMarkOrTheHeader() {
        assertThat(read(withMark(page("", WORDS).getBytes(UTF_16LE), 0xFF, 0xFE), null))
                .isEqualTo(WORDS);
        assertThat(read(withMark(page("", WORDS).getBytes(UTF_16BE), 0xFE, 0xFF), null))
                .isEqualTo(WORDS);
        assertThat(read(page("", WORDS).getBytes(UTF_16LE), "utf-16le")).isEqualTo(WORDS);
    }

    @Test
    void aPageThatSaysUtf8AndIsNotIsReadAsWindows1252() {
        assertThat(read(page("<meta charset=utf-8>", WORDS).getBytes(WINDOWS_1252), "utf-8"))
                .isEqualTo(WORDS);
    }

    @Test
    void oneBrokenSequenceDoesNotSpoilAUtf8Page() {
        byte[] bytes = page("", WORDS + " #").getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '#') {
                bytes[i] = (byte) 0xE4;
            }
        }

        assertThat(read(bytes, null)).isEqualTo(WORDS + " \uFFFD");
    }

    @Test
    void unknownAndDangerousCharsetsAreReadAsUtf8() {
        for (String charset : List.of("no-such-charset", "x y z", "", "utf-7")) {
            assertThat(read(page("", WORDS).getBytes(UTF_8), charset))
                    .as(charset)
                    .isEqualTo(WORDS);
        }
        // A charset that can only be decoded, and one that cannot.
        assertThat(read(page("<meta charset=x-JISAutoDetect>", "plain").getBytes(UTF_8), null))
                .isEqualTo("plain");
        assertThat(read(page("<meta charset=utf-16>", WORDS).getBytes(UTF_8), null))
                .isEqualTo(WORDS);
    }

    @Test
    void combiningMarksBecomeOneLetterAndControlCharactersASpace() {
        assertThat(read(page("", "Gro\u0308ße\u0001und\u0007mehr\u200B Text").getBytes(UTF_8), null))
                .isEqualTo("Größe und mehr Text");
    }

    @Test
    void nulCharactersAreDroppedAsBrowsersDo() {
        assertThat(read(page("", "Wo\u0000rt").getBytes(UTF_8), null)).isEqualTo("Wort");
    }
}
