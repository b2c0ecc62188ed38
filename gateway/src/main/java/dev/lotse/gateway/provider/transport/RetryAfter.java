package dev.lotse.gateway.provider.transport;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider asks to wait: {@code retry-after-ms} (OpenAI, Azure), {@code Retry-After} in seconds or as a date
 * (RFC 9110, section 10.2.3), or the reset times that OpenAI-compatible servers send ({@code 6m0s}, {@code 20ms}).
 */
final class RetryAfter {
    /** Longer waits are as good as none within a visitor's request; the cap keeps a wrong header from blocking for days. */
    private static final Duration CAP = Duration.ofHours(1);

    private static final Pattern RESET =
            Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,4})m)?(?:(\\d{1,6}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9})ms)?");

    private RetryAfter() {}

    static @Nullable Duration of(java.net.http.HttpHeaders headers, InstantSource clock) {
        var millis =
                headers.firstValue("retry-after-ms").map(RetryAfter::millis).orElse(null);
        if (millis != null) {
            return millis;
        }
        var value = headers.firstValue("retry-after").map(String::strip).orElse("");
        if (!value.isEmpty()) {
            var seconds = seconds(value);
            return seconds != null ? seconds : until(value, clock);
        }
        if (headers.firstValue("x-ratelimit-remaining-requests").orElse("").equals("0")) {
            return reset(headers.firstValue("x-ratelimit-reset-requests").orElse(""));
        }
        if (headers.firstValue("x-ratelimit-remaining-tokens").orElse("").equals("0")) {
            return reset(headers.firstValue("x-ratelimit-reset-tokens").orElse(""));
        }
        return null;
    }

    private static @Nullable Duration millis(String value) {
        try {
            return capped(Math.round(Double.parseDouble(value.strip())));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Duration seconds(String value) {
        try {
            return capped(Math.round(Double.parseDouble(value) * 1000));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Duration until(String value, InstantSource clock) {
        try {
            var at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return capped(Duration.between(clock.instant(), at).toMillis());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Duration reset(String value) {
        var matcher = RESET.matcher(value);
        if (value.isEmpty() || !matcher.matches()) {
            return null;
        }
        double millis = number(matcher, 1) * 3_600_000
                + number(matcher, 2) * 60_000
                + number(matcher, 3) * 1000
                + number(matcher, 4);
        return capped(Math.round(millis));
    }

    private static double number(Matcher matcher, int group) {
        var text = matcher.group(group);
        return text == null ? 0 : Double.parseDouble(text);
    }

    private static Duration capped(long millis) {
        return Duration.ofMillis(Math.clamp(millis, 0, CAP.toMillis()));
    }
}
