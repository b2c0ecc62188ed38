package dev.lotse.gateway.privacy;

import java.util.List;

/**
 * German pension insurance numbers ({@code 15 070649 C 103}, by their checksum), German health insurance numbers
 * ({@code A123456780}, where the text calls them so) and VAT numbers ({@code DE136695976}, by their checksum).
 */
final class InsuranceDetector implements Detector {
    private static final List<String> HEALTH_WORDS =
            List.of("versicherten", "krankenkasse", "krankenversicher", "kv-nr", "kvnr", "health insurance", "insured");
    private static final int CONTEXT = 40;

    @Override
    public void scan(String text, List<Finding> findings) {
        for (int i = 0; i < text.length(); i++) {
            if (Surroundings.isWord(text, i - 1)) {
                continue;
            }
            int pension = pensionEnd(text, i);
            if (pension > 0) {
                findings.add(new Finding(PersonalDataKind.SOCIAL_INSURANCE, i, pension));
            } else if (isHealth(text, i)) {
                findings.add(new Finding(PersonalDataKind.SOCIAL_INSURANCE, i, i + 10));
            } else if (text.startsWith("DE", i)) {
                int vat = vatEnd(text, i);
                if (vat > 0) {
                    findings.add(new Finding(PersonalDataKind.TAX_ID, i, vat));
                }
            }
        }
    }

    private static int pensionEnd(String text, int start) {
        var number = new StringBuilder(12);
        int i = start;
        while (number.length() < 12 && i < text.length()) {
            char c = text.charAt(i);
            boolean letterPlace = number.length() == 8;
            if (letterPlace ? Surroundings.isLatin(c) : Surroundings.isDigit(c)) {
                number.append(c);
            } else if (c != ' ' || !(number.length() == 2 || number.length() == 8 || number.length() == 9)) {
                return -1;
            }
            i++;
        }
        return number.length() == 12 && !Surroundings.isWord(text, i) && Checksums.pension(number.toString()) ? i : -1;
    }

    private static boolean isHealth(String text, int start) {
        if (!Surroundings.isLatin(text.charAt(start)) || Surroundings.isWord(text, start + 10)) {
            return false;
        }
        for (int i = start + 1; i <= start + 9; i++) {
            if (!Surroundings.isDigit(text, i)) {
                return false;
            }
        }
        return Surroundings.last(Surroundings.before(text, start, CONTEXT), HEALTH_WORDS) >= 0;
    }

    private static int vatEnd(String text, int start) {
        int from = start + (Surroundings.is(text, start + 2, ' ') ? 3 : 2);
        int end = from;
        while (end < from + 9 && Surroundings.isDigit(text, end)) {
            end++;
        }
        return end == from + 9 && !Surroundings.isWord(text, end) && Checksums.mod1110(text.substring(from, end))
                ? end
                : -1;
    }
}
