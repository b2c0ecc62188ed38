package dev.lotse.gateway.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bank accounts: two letters, two check digits, the length of the country, a valid checksum; spaces and hyphens anywhere. */
final class IbanDetector implements Detector {
    /** From the SWIFT IBAN registry. */
    private static final Map<String, Integer> LENGTHS = Map.ofEntries(
            Map.entry("AD", 24),
            Map.entry("AE", 23),
            Map.entry("AT", 20),
            Map.entry("BE", 16),
            Map.entry("BG", 22),
            Map.entry("CH", 21),
            Map.entry("CY", 28),
            Map.entry("CZ", 24),
            Map.entry("DE", 22),
            Map.entry("DK", 18),
            Map.entry("EE", 20),
            Map.entry("ES", 24),
            Map.entry("FI", 18),
            Map.entry("FR", 27),
            Map.entry("GB", 22),
            Map.entry("GR", 27),
            Map.entry("HR", 21),
            Map.entry("HU", 28),
            Map.entry("IE", 22),
            Map.entry("IL", 23),
            Map.entry("IS", 26),
            Map.entry("IT", 27),
            Map.entry("LI", 21),
            Map.entry("LT", 20),
            Map.entry("LU", 20),
            Map.entry("LV", 21),
            Map.entry("MC", 27),
            Map.entry("MT", 31),
            Map.entry("NL", 18),
            Map.entry("NO", 15),
            Map.entry("PL", 28),
            Map.entry("PT", 25),
            Map.entry("RO", 24),
            Map.entry("RS", 22),
            Map.entry("SA", 24),
            Map.entry("SE", 24),
            Map.entry("SI", 19),
            Map.entry("SK", 24),
            Map.entry("SM", 27),
            Map.entry("TR", 26),
            Map.entry("UA", 29),
            Map.entry("VA", 22));

    @Override
    public void scan(String text, List<Finding> findings) {
        for (int i = 0; i + 15 <= text.length(); i++) {
            if (!startsHere(text, i)) {
                continue;
            }
            var length = LENGTHS.get(text.substring(i, i + 2).toUpperCase(Locale.ROOT));
            int end = length == null ? -1 : end(text, i, length);
            if (end > 0) {
                findings.add(new Finding(PersonalDataKind.IBAN, i, end));
                i = end;
            }
        }
    }

    private static boolean startsHere(String text, int i) {
        return Surroundings.isLatin(text.charAt(i))
                && Surroundings.isLatin(text.charAt(i + 1))
                && Surroundings.isDigit(text, i + 2)
                && (Surroundings.isDigit(text, i + 3) || Surroundings.is(text, i + 3, ' '))
                && !Surroundings.isWord(text, i - 1);
    }

    private static int end(String text, int start, int length) {
        var characters = new StringBuilder(length);
        int i = start;
        while (characters.length() < length) {
            if (i >= text.length()) {
                return -1;
            }
            char c = text.charAt(i);
            if (Surroundings.isLatin(c) || Surroundings.isDigit(c)) {
                characters.append(c);
            } else if ((c != ' ' && c != '-') || !Surroundings.isWord(text, i + 1)) {
                return -1;
            }
            i++;
        }
        return !Surroundings.isWord(text, i) && Checksums.iban(characters.toString()) ? i : -1;
    }
}
