package dev.lotse.gateway.ingest.crawl;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.deadline.Sleeper;
import dev.lotse.gateway.ingest.IngestException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the pause between requests and tries again after 429, 503 and broken connections: after what Retry-After says, else
 * after 1, 2, 4 … seconds. Used by one thread.
 */
final class PoliteFetcher {
    private final Fetcher fetcher;
    private final CrawlSettings settings;
    private final Sleeper sleeper;
    private final NanoClock clock;
    private final InstantSource time;
    private Duration delay;
    private long lastRequest;
    private boolean any;

    PoliteFetcher(Fetcher fetcher, CrawlSettings settings, Sleeper sleeper, NanoClock clock, InstantSource time) {
        this.fetcher = fetcher;
        this.settings = settings;
        this.sleeper = sleeper;
        this.clock = clock;
        this.time = time;
        this.delay = settings.delay();
    }

    void atLeast(Duration pause) {
        if (pause.compareTo(delay) > 0) {
            delay = pause;
        }
    }

    /**
     * The answer; after the last try also 429 or 503.
     *
     * @throws IOException when no answer came at the last try
     */
    Fetched fetch(URI uri, Map<String, String> headers, int maxBytes) throws IOException {
        for (int attempt = 0; ; attempt++) {
            pause();
            boolean last = attempt >= settings.retries();
            Duration wait = Duration.ofSeconds(1L << attempt);
            try {
                Fetched fetched = fetcher.fetch(uri, headers, maxBytes);
                if (last || (fetched.status() != 429 && fetched.status() != 503)) {
                    return fetched;
                }
                if (fetched.status() == 429) {
                    // Told once that this is too fast, stay slower.
                    atLeast(min(delay.plus(settings.delay()).plusMillis(100), Duration.ofSeconds(10)));
                }
                wait = retryAfter(fetched).orElse(wait);
            } catch (IOException e) {
                if (last) {
                    throw e;
                }
            }
            sleep(min(wait, settings.longestWait()));
        }
    }

    private void pause() {
        if (any) {
            Duration since = Duration.ofNanos(clock.nanos() - lastRequest);
            Duration left = delay.minus(since);
            if (left.isPositive()) {
                sleep(left);
            }
        }
        any = true;
        lastRequest = clock.nanos();
    }

    private Optional<Duration> retryAfter(Fetched fetched) {
        return fetched.header("retry-after").flatMap(value -> {
            try {
                if (value.matches("\\d{1,9}")) {
                    return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
                }
                Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                Duration wait = Duration.between(time.instant(), at);
                return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    private void sleep(Duration duration) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IngestException("the crawl was cancelled", e);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
