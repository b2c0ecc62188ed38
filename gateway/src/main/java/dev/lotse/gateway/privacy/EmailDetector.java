package dev.lotse.gateway.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** E-mail addresses, also with letters beyond ASCII (RFC 6531). Quoted local parts, which nobody types, are left out. */
final class EmailDetector implements Detector {
    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 253;

    /** {@code logo@2x.png} is the name of a picture. */
    private static final Set<String> FILE_ENDINGS =
            Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "css", "js", "json", "html", "pdf");

    @Override
    public void scan(String text, List<Finding> findings) {
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = at;
            while (start > 0 && at - start < MAX_LOCAL && isLocal(text.charAt(start - 1))) {
                start--;
            }
            while (start < at && !Character.isLetterOrDigit(text.charAt(start))) {
                start++;
            }
            int end = domainEnd(text, at + 1);
            if (start < at && text.charAt(at - 1) != '.' && end > 0) {
                findings.add(new Finding(PersonalDataKind.EMAIL, start, end));
            }
        }
    }

    private static int domainEnd(String text, int from) {
        int end = from;
        while (end < text.length() && end - from < MAX_DOMAIN && isDomain(text.charAt(end))) {
            end++;
        }
        while (end > from && !Character.isLetterOrDigit(text.charAt(end - 1))) {
            end--;
        }
        var domain = text.substring(from, end);
        int dot = domain.lastIndexOf('.');
        if (dot < 1 || domain.contains("..")) {
            return -1;
        }
        var top = domain.substring(dot + 1);
        boolean letters = top.length() >= 2 && top.chars().allMatch(Character::isLetter);
        boolean file = FILE_ENDINGS.contains(top.toLowerCase(Locale.ROOT)) && Surroundings.isDigit(domain.charAt(0));
        return letters && !file ? end : -1;
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || ".!#$%&'*+-^_~".indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }
}
