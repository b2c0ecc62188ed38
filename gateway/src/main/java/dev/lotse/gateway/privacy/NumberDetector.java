package dev.lotse.gateway.privacy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Telephone, card, tax and social security numbers: groups of digits, told apart by shape, checksum and the words before. */
final class NumberDetector implements Detector {
    private static final int CONTEXT = 28;

    private static final List<String> PHONE_WORDS = List.of(
            " tel",
            "(tel",
            "phone",
            "telefon",
            "mobil",
            "handy",
            "fax",
            "anruf",
            "rufen",
            " call",
            " text ",
            "rückruf",
            "whatsapp",
            "hotline",
            "durchwahl",
            "erreichbar",
            "zentrale",
            "notfallkontakt",
            " reach",
            "rufnummer",
            " sms");

    private static final List<String> OTHER_WORDS = List.of(
            "bestell",
            "artikel",
            "art.-nr",
            "order",
            "sku",
            "rechnung",
            "invoice",
            "kunden",
            "customer",
            "ticket",
            "serien",
            "serial",
            "isbn",
            "paket",
            "tracking",
            "auftrag",
            "vertrag",
            "charge",
            "batch",
            "los ",
            "part no",
            "version",
            "firmware",
            "room",
            "zimmer",
            "konto ",
            "gtin",
            "kurs",
            "modell",
            "model",
            "raum",
            "commit",
            "uuid",
            "messwert");

    private static final List<String> TAX_WORDS = List.of("steuernummer", "steuer-nr", "st.-nr", "stnr", "steuernr");

    private static final Set<List<Integer>> DATE_GROUPS =
            Set.of(List.of(2, 2, 4), List.of(2, 2, 2), List.of(1, 2, 4), List.of(2, 1, 4), List.of(4, 2, 2));

    @Override
    public void scan(String text, List<Finding> findings) {
        int i = 0;
        while (i < text.length()) {
            var run = DigitRun.at(text, i);
            if (run == null) {
                i++;
                continue;
            }
            var kind = run.isWhole(text) ? kind(text, run) : null;
            if (kind != null) {
                findings.add(new Finding(kind, run.start(), run.end()));
            }
            i = run.end();
        }
    }

    private static @Nullable PersonalDataKind kind(String text, DigitRun run) {
        // With a space in front, so that "tel" at the start is a word and "bestell" is not.
        var before = " " + Surroundings.before(text, run.start(), CONTEXT);
        if (isCard(run)) {
            return PersonalDataKind.CARD;
        }
        if (isSocialSecurity(run)) {
            return PersonalDataKind.SOCIAL_INSURANCE;
        }
        int phoneWord = Surroundings.last(before, PHONE_WORDS);
        int otherWord = Surroundings.last(before, OTHER_WORDS);
        boolean calledPhone = phoneWord > otherWord;
        boolean calledOther = otherWord > phoneWord;
        if (isTaxId(run) && !calledPhone && !calledOther) {
            return PersonalDataKind.TAX_ID;
        }
        int digits = run.digits().length();
        if (digits >= 10 && digits <= 13 && Surroundings.last(before, TAX_WORDS) >= 0) {
            return PersonalDataKind.TAX_ID;
        }
        return !calledOther && isPhone(run, calledPhone) ? PersonalDataKind.PHONE : null;
    }

    /** 14 (Diners), 15 (American Express), 16 or 19 digits of a known issuer, with a valid checksum. */
    private static boolean isCard(DigitRun run) {
        var digits = run.digits();
        if (!run.separatedBy(" -") || run.international()) {
            return false;
        }
        boolean issuer = switch (digits.length()) {
            case 14 -> digits.startsWith("36") || digits.startsWith("38") || digits.startsWith("30");
            case 15 -> digits.startsWith("34") || digits.startsWith("37");
            case 16 -> "23456".indexOf(digits.charAt(0)) >= 0;
            case 19 -> digits.startsWith("62") || digits.startsWith("4") || digits.startsWith("6");
            default -> false;
        };
        return issuer && Checksums.luhn(digits);
    }

    private static boolean isSocialSecurity(DigitRun run) {
        return run.groups().equals(List.of(3, 2, 4))
                && run.separatedBy("-")
                && !run.digits().startsWith("000")
                && !run.digits().startsWith("666")
                && run.digits().charAt(0) != '9';
    }

    private static boolean isTaxId(DigitRun run) {
        var digits = run.digits();
        return digits.length() == 11
                && digits.charAt(0) != '0'
                && !run.international()
                && (run.groups().size() == 1 || (run.groups().equals(List.of(2, 3, 3, 3)) && run.separatedBy(" ")))
                && Checksums.taxIdDigits(digits)
                && Checksums.mod1110(digits);
    }

    private static boolean isPhone(DigitRun run, boolean called) {
        var digits = run.digits();
        int count = digits.length();
        if (DATE_GROUPS.contains(run.groups()) && !run.international()) {
            return false;
        }
        if (run.international()) {
            return count >= 8 && count <= 15 && digits.charAt(0) != '0';
        }
        if (isNorthAmerican(run)) {
            return true;
        }
        if (digits.startsWith("00")) {
            return count >= 10
                    && count <= 16
                    && digits.charAt(2) != '0'
                    && (run.groups().size() > 1 || called || count >= 12);
        }
        if (digits.charAt(0) == '0' && count >= 7 && count <= 13 && digits.charAt(1) != '0') {
            boolean mobile =
                    count >= 11 && count <= 12 && "567".indexOf(digits.charAt(2)) >= 0 && digits.charAt(1) == '1';
            boolean grouped = run.groups().size() > 1 && !run.separatedBy(".");
            return mobile || grouped || called;
        }
        return called && count >= 7 && count <= 15;
    }

    /** {@code (415) 555-2671}, {@code 1-800-555-0199}: area and exchange begin with 2 to 9. */
    private static boolean isNorthAmerican(DigitRun run) {
        var groups = run.groups();
        var digits = run.digits();
        boolean withCountry = groups.equals(List.of(1, 3, 3, 4)) && digits.charAt(0) == '1';
        if (!withCountry && !groups.equals(List.of(3, 3, 4))) {
            return false;
        }
        int area = withCountry ? 1 : 0;
        return digits.charAt(area) >= '2' && digits.charAt(area + 3) >= '2' && !run.separatedBy(" ");
    }
}
