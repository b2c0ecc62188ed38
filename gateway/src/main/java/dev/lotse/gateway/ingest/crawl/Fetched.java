package dev.lotse.gateway.ingest.crawl;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request.
 *
 * @param headers by lower-case name; several of one name are joined with commas
 * @param body at most one byte more than was asked for, which tells that there is more
 */
record Fetched(int status, Map<String, String> headers, byte[] body) {
    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*\"?([\\w:.-]+)");

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Media type in lower case without parameters; empty where the server names none. */
    String mediaType() {
        return header("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    @Nullable
    String charset() {
        Matcher matcher = CHARSET.matcher(header("content-type").orElse(""));
        return matcher.find() ? matcher.group(1) : null;
    }

    boolean isRedirect() {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** Whether another time the answer may be better. */
    boolean isForTheMoment() {
        return status >= 500 || status == 429;
    }

    /** Whether the header forbids what the directive names, for all crawlers. */
    boolean robotsTag(String directive) {
        String tag = header("x-robots-tag").orElse("").toLowerCase(Locale.ROOT);
        for (String part : tag.split(",", -1)) {
            if (part.strip().equals(directive) || part.strip().equals("none")) {
                return true;
            }
        }
        return false;
    }
}
