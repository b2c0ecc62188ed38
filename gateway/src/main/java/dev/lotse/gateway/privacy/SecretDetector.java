package dev.lotse.gateway.privacy;

import java.util.List;
import java.util.Locale;

/** Keys by the prefixes that their issuers give them, private keys, web tokens, and what is named as a password or secret. */
final class SecretDetector implements Detector {
    private record Prefix(String text, int minLength) {}

    private static final List<Prefix> PREFIXES = List.of(
            new Prefix("sk-", 24),
            new Prefix("AKIA", 20),
            new Prefix("ASIA", 20),
            new Prefix("ghp_", 30),
            new Prefix("gho_", 30),
            new Prefix("ghs_", 30),
            new Prefix("ghu_", 30),
            new Prefix("github_pat_", 30),
            new Prefix("glpat-", 20),
            new Prefix("xoxb-", 20),
            new Prefix("xoxp-", 20),
            new Prefix("xoxa-", 20),
            new Prefix("AIza", 35),
            new Prefix("eyJ", 40),
            new Prefix("hf_", 30),
            new Prefix("npm_", 30),
            new Prefix("sk_live_", 20),
            new Prefix("rk_live_", 20),
            new Prefix("sk_test_", 20),
            new Prefix("SG.", 40),
            new Prefix("shpat_", 30),
            new Prefix("dop_v1_", 40));

    /** Names of secrets, each followed by the value after a colon, an equals sign, or a verb. */
    private static final List<String> NAMES = List.of(
            "passwort",
            "password",
            "kennwort",
            "passphrase",
            "secret",
            "api_key",
            "api-key",
            "apikey",
            "api key",
            "token");

    private static final List<String> VERBS = List.of(" lautet", " ist", " is");
    private static final String PEM = "-----BEGIN ";
    private static final int MAX_PEM = 4_000;
    private static final int MAX_TOKEN = 1_000;
    private static final int MAX_VALUE = 200;

    @Override
    public void scan(String text, List<Finding> findings) {
        var lower = text.toLowerCase(Locale.ROOT);
        boolean aligned = lower.length() == text.length();
        int tokenEnd = 0;
        for (int i = 0; i < text.length(); i++) {
            if (i < tokenEnd || Surroundings.isWord(text, i - 1)) {
                continue;
            }
            int end = prefixedEnd(text, i);
            if (end < 0 && text.startsWith(PEM, i)) {
                end = pemEnd(text, i);
            }
            if (end > 0) {
                findings.add(new Finding(PersonalDataKind.API_KEY, i, end));
                tokenEnd = end;
            } else if (aligned) {
                int from = valueStart(lower, i);
                if (from > 0) {
                    tokenEnd = addValue(text, from, findings, tokenEnd);
                }
            }
        }
    }

    private static int prefixedEnd(String text, int start) {
        for (var prefix : PREFIXES) {
            if (text.startsWith(prefix.text(), start)) {
                int end = tokenEnd(text, start);
                if (end - start >= prefix.minLength()
                        && hasDigit(text, start + prefix.text().length(), end)) {
                    return end;
                }
            }
        }
        return -1;
    }

    private static int tokenEnd(String text, int start) {
        int end = start;
        while (end < text.length() && end - start < MAX_TOKEN && isToken(text.charAt(end))) {
            end++;
        }
        while (end > start && !Surroundings.isWord(text, end - 1) && text.charAt(end - 1) != '_') {
            end--;
        }
        return end;
    }

    private static int pemEnd(String text, int start) {
        var block = text.substring(start, Math.min(text.length(), start + MAX_PEM));
        int close = block.indexOf("-----END ");
        if (close < 0 || !block.substring(0, close).contains("PRIVATE KEY")) {
            return -1;
        }
        int end = block.indexOf("-----", close + PEM.length());
        return end < 0 ? start + block.length() : start + end + 5;
    }

    /** Where the value of a secret named here begins, or -1. */
    private static int valueStart(String lower, int start) {
        if (lower.startsWith("bearer ", start)) {
            return start + "bearer ".length();
        }
        for (var name : NAMES) {
            if (!lower.startsWith(name, start)) {
                continue;
            }
            int i = start + name.length();
            boolean verb = false;
            for (var word : VERBS) {
                if (lower.startsWith(word, i)) {
                    i += word.length();
                    verb = true;
                    break;
                }
            }
            int sign = i;
            while (sign < lower.length() && lower.charAt(sign) == ' ' && sign - i < 3) {
                sign++;
            }
            if (sign < lower.length() && (lower.charAt(sign) == ':' || lower.charAt(sign) == '=')) {
                sign++;
            } else if (!verb) {
                continue;
            }
            while (sign < lower.length() && (lower.charAt(sign) == ' ' || lower.charAt(sign) == '"')) {
                sign++;
            }
            return sign;
        }
        return -1;
    }

    private static int addValue(String text, int from, List<Finding> findings, int tokenEnd) {
        int end = from;
        while (end < text.length() && end - from < MAX_VALUE && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        while (end > from && ",;.\")".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        // Ordinary words follow "password:" too; a secret has a digit and something else.
        if (end - from < 8 || !hasDigit(text, from, end) || !hasOther(text, from, end)) {
            return tokenEnd;
        }
        findings.add(new Finding(PersonalDataKind.API_KEY, from, end));
        return end;
    }

    private static boolean hasDigit(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Surroundings.isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasOther(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Surroundings.isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isToken(char c) {
        return Surroundings.isDigit(c) || Surroundings.isLatin(c) || c == '-' || c == '_' || c == '.';
    }
}
