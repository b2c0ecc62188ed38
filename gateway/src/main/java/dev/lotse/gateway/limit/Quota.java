package dev.lotse.gateway.limit;

import io.github.bucket4j.Bandwidth;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * So many requests in such a time, refilled steadily. A bucket that was left alone lets {@code requests} through at once.
 *
 * @param requests 1 or more; 0 only in {@link #OFF}
 * @param window the time in which an empty bucket is full again
 */
public record Quota(long requests, Duration window) {
    /** No limit. */
    static final Quota OFF = new Quota(0, Duration.ZERO);

    /** What is allowed in a configuration. */
    static final String ALLOWED = "off, or REQUESTS/TIME such as 100/1s or 1200/1m";

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*/\\s*(\\d{1,5})\\s*(ms|s|m|h)");

    /** The quota, or null where the text is none. */
    static @Nullable Quota parse(String text) {
        String stripped = text.strip();
        if (stripped.equals("off") || stripped.equals("false")) {
            // YAML 1.1 reads a bare off as false.
            return OFF;
        }
        Matcher matcher = FORM.matcher(stripped);
        if (!matcher.matches()) {
            return null;
        }
        long requests = Long.parseLong(matcher.group(1));
        long number = Long.parseLong(matcher.group(2));
        Duration window = switch (matcher.group(3)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
        return requests == 0 || window.isZero() ? null : new Quota(requests, window);
    }

    /** The part of one of several gateways; at least one request. */
    Quota share(int gateways) {
        return new Quota(Math.max(1, requests / gateways), window);
    }

    /** Time in which one request is refilled, in nanoseconds. */
    long nanosPerRequest() {
        return Math.max(1, window.toNanos() / requests);
    }

    Bandwidth bandwidth() {
        return Bandwidth.builder()
                .capacity(requests)
                .refillGreedy(requests, window)
                .build();
    }
}
