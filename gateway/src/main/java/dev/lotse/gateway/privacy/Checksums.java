package dev.lotse.gateway.privacy;

/** The check digits of the numbers that have some. Inputs hold digits (and letters where said) only. */
final class Checksums {
    private static final int[] PENSION_WEIGHTS = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};

    private Checksums() {}

    /** Payment cards (ISO/IEC 7812-1, annex B). */
    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            if (i % 2 == 1) {
                digit *= 2;
                digit = digit > 9 ? digit - 9 : digit;
            }
            sum += digit;
        }
        return sum % 10 == 0;
    }

    /** Bank accounts (ISO 13616): letters count as 10 to 35, the first four characters go last, the remainder by 97 is 1. */
    static boolean iban(String characters) {
        int remainder = 0;
        for (int i = 0; i < characters.length(); i++) {
            int value = Character.digit(characters.charAt((i + 4) % characters.length()), 36);
            remainder = (value < 10 ? remainder * 10 + value : remainder * 100 + value) % 97;
        }
        return remainder == 1;
    }

    /** German tax identification and VAT numbers (ISO/IEC 7064, MOD 11,10). */
    static boolean mod1110(String digits) {
        int product = 10;
        for (int i = 0; i < digits.length() - 1; i++) {
            int sum = (digits.charAt(i) - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == digits.charAt(digits.length() - 1) - '0';
    }

    /** The first ten digits of a tax identification number: one digit occurs two or three times, the others at most once. */
    static boolean taxIdDigits(String digits) {
        var counts = new int[10];
        for (int i = 0; i < 10; i++) {
            counts[digits.charAt(i) - '0']++;
        }
        int repeated = 0;
        for (int count : counts) {
            if (count > 3) {
                return false;
            }
            repeated += count > 1 ? 1 : 0;
        }
        return repeated == 1;
    }

    /** German pension insurance numbers (VKVV, section 4): the letter counts as two digits; 8 digits, a letter, 3 digits. */
    static boolean pension(String number) {
        int letter = Character.toUpperCase(number.charAt(8)) - 'A' + 1;
        var digits = number.substring(0, 8) + letter / 10 + letter % 10 + number.substring(9);
        int sum = 0;
        for (int i = 0; i < PENSION_WEIGHTS.length; i++) {
            int product = (digits.charAt(i) - '0') * PENSION_WEIGHTS[i];
            sum += product / 10 + product % 10;
        }
        return sum % 10 == digits.charAt(12) - '0';
    }
}
