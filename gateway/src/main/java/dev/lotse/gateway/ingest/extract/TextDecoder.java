package dev.lotse.gateway.ingest.extract;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a document to text. In this order: byte-order mark, HTTP header, {@code <meta charset>} or XML declaration, valid
 * UTF-8, windows-1252 (which browsers read where latin-1 is declared).
 *
 * <p>A page that declares UTF-8 but holds mostly broken sequences is read as windows-1252: pages copied between servers are
 * often in another encoding than their template says.
 */
final class TextDecoder {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** How far into the document a declaration is looked for; browsers look at 1,024 bytes, real pages put it later. */
    private static final int DECLARATION_WINDOW = 8192;

    private static final Pattern META =
            Pattern.compile("<meta\\b[^>]{0,300}?charset\\s*=\\s*[\"']?\\s*([\\w:.-]{2,40})", Pattern.CASE_INSENSITIVE);
    private static final Pattern XML =
            Pattern.compile("^\\s*<\\?xml\\b[^>]{0,200}?encoding\\s*=\\s*[\"']([\\w:.-]{2,40})[\"']");

    private TextDecoder() {}

    static String decode(byte[] bytes, int length, @Nullable String httpCharset) {
        if (startsWith(bytes, length, 0xEF, 0xBB, 0xBF)) {
            return new String(bytes, 3, length - 3, StandardCharsets.UTF_8);
        }
        if (startsWith(bytes, length, 0xFE, 0xFF)) {
            return new String(bytes, 2, length - 2, StandardCharsets.UTF_16BE);
        }
        if (startsWith(bytes, length, 0xFF, 0xFE)) {
            return new String(bytes, 2, length - 2, StandardCharsets.UTF_16LE);
        }
        Charset declared =
                charset(httpCharset).or(() -> declared(bytes, length)).orElse(StandardCharsets.UTF_8);
        if (!declared.equals(StandardCharsets.UTF_8)) {
            return new String(bytes, 0, length, declared);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, 0, length, mostlyUtf8(bytes, length) ? StandardCharsets.UTF_8 : WINDOWS_1252);
        }
    }

    private static Optional<Charset> declared(byte[] bytes, int length) {
        String head = new String(bytes, 0, Math.min(length, DECLARATION_WINDOW), StandardCharsets.ISO_8859_1);
        Matcher meta = META.matcher(head);
        if (meta.find()) {
            Optional<Charset> found = charset(meta.group(1));
            // The declaration itself was readable as ASCII, so UTF-16 cannot be true; browsers read UTF-8 then.
            return found.map(c -> c.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : c);
        }
        Matcher xml = XML.matcher(head);
        return xml.find() ? charset(xml.group(1)) : Optional.empty();
    }

    private static Optional<Charset> charset(@Nullable String name) {
        if (name == null) {
            return Optional.empty();
        }
        String label = name.strip().toLowerCase(Locale.ROOT);
        if (label.equals("iso-8859-1")
                || label.equals("latin1")
                || label.equals("latin-1")
                || label.equals("us-ascii")) {
            return Optional.of(WINDOWS_1252);
        }
        try {
            return Optional.of(Charset.forName(label));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /** Whether there are more whole multi-byte sequences than broken ones. */
    private static boolean mostlyUtf8(byte[] bytes, int length) {
        int whole = 0;
        int broken = 0;
        int i = 0;
        while (i < length) {
            int lead = bytes[i] & 0xFF;
            int following = lead < 0x80 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : -1;
            if (following == 0) {
                i++;
                continue;
            }
            int seen = 0;
            while (seen < following && i + 1 + seen < length && (bytes[i + 1 + seen] & 0xC0) == 0x80) {
                seen++;
            }
            if (following > 0 && seen == following) {
                whole++;
            } else {
                broken++;
            }
            i += 1 + seen;
        }
        return whole > broken;
    }

    private static boolean startsWith(byte[] bytes, int length, int... prefix) {
        if (length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
