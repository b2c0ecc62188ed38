package dev.lotse.gateway.privacy;

import java.util.List;

/** Numbers of identity documents. They have no shape of their own, so only words before them tell. */
final class DocumentDetector implements Detector {
    private static final List<String> WORDS = List.of(
            "ausweis",
            "reisepass",
            "passnummer",
            "pass-nr",
            "passport",
            "id card",
            "identity card",
            "führerschein",
            "driving licen",
            "driver's licen",
            "driver’s licen",
            "aufenthaltstitel",
            "residence permit");

    private static final int CONTEXT = 40;
    private static final int MIN = 8;
    private static final int MAX = 16;

    @Override
    public void scan(String text, List<Finding> findings) {
        int i = 0;
        while (i < text.length()) {
            if (!isPart(text.charAt(i))) {
                i++;
                continue;
            }
            int end = i;
            int digits = 0;
            while (end < text.length() && isPart(text.charAt(end))) {
                digits += Surroundings.isDigit(text.charAt(end)) ? 1 : 0;
                end++;
            }
            int length = end - i;
            if (length >= MIN
                    && length <= MAX
                    && digits >= 3
                    && !Surroundings.isWord(text, i - 1)
                    && !Surroundings.isWord(text, end)
                    && Surroundings.last(Surroundings.before(text, i, CONTEXT), WORDS) >= 0) {
                findings.add(new Finding(PersonalDataKind.ID_DOCUMENT, i, end));
            }
            i = end;
        }
    }

    private static boolean isPart(char c) {
        return Surroundings.isDigit(c) || (c >= 'A' && c <= 'Z');
    }
}
