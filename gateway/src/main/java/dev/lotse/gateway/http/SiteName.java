package dev.lotse.gateway.http;

import java.util.regex.Pattern;

/** What a site may be called. The name is part of paths and of file names. */
public final class SiteName {
    /** The rule in words. */
    public static final String ALLOWED = "1 to 63 of a-z, 0-9, '-' and '_', beginning with a letter or digit";

    private static final Pattern PATTERN = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private SiteName() {}

    /** Whether the rule holds. */
    public static boolean isValid(String name) {
        return PATTERN.matcher(name).matches();
    }
}
