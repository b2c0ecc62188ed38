package dev.lotse.gateway.ingest.crawl;

import java.time.Duration;

/**
 * Limits and manners of a crawl.
 *
 * @param userAgent sent with every request; its first word up to a slash is the name that robots.txt is read for
 * @param maxPages most addresses that are fetched, from 1
 * @param maxDepth most links between the start address and a page; 0 fetches the start address only
 * @param maxDuration the crawl ends then; pages that were not reached stay as they are in the index
 * @param delay least time between two requests; a longer Crawl-delay of robots.txt wins
 * @param requestTimeout longest time of one request, reading included
 * @param retries further tries after 429, 503 and broken connections, 0 to 10
 * @param longestWait most time that is waited between two tries, whatever Retry-After says
 * @param allowPrivateAddresses whether hosts in loopback, private and link-local networks may be fetched
 */
public record CrawlSettings(
        String userAgent,
        int maxPages,
        int maxDepth,
        Duration maxDuration,
        Duration delay,
        Duration requestTimeout,
        int retries,
        Duration longestWait,
        boolean allowPrivateAddresses) {

    public CrawlSettings {
        if (!userAgent.matches("[A-Za-z_-]+(?:/[\\x21-\\x7E]+)?(?: [\\x20-\\x7E]*)?")) {
            throw new IllegalArgumentException("userAgent: '" + userAgent
                    + "' must begin with a name of letters, '-' and '_', such as LotseBot/1.0");
        }
        if (maxPages < 1) {
            throw new IllegalArgumentException("maxPages: " + maxPages + " is below 1");
        }
        if (maxDepth < 0) {
            throw new IllegalArgumentException("maxDepth: " + maxDepth + " is negative");
        }
        if (retries < 0 || retries > 10) {
            throw new IllegalArgumentException("retries: " + retries + " is not within 0 to 10");
        }
        if (delay.isNegative()
                || !maxDuration.isPositive()
                || !requestTimeout.isPositive()
                || longestWait.isNegative()) {
            throw new IllegalArgumentException(
                    "delay and longestWait must not be negative, maxDuration and requestTimeout must be positive");
        }
    }

    /** 20,000 pages, 20 links deep, 4 hours, 4 requests a second, public addresses only. */
    public static CrawlSettings defaults() {
        return new CrawlSettings(
                "LotseBot/0.1 (site search)",
                20_000,
                20,
                Duration.ofHours(4),
                Duration.ofMillis(250),
                Duration.ofSeconds(30),
                3,
                Duration.ofMinutes(2),
                false);
    }

    /** The same with private addresses allowed or not. */
    public CrawlSettings withPrivateAddresses(boolean allow) {
        return new CrawlSettings(
                userAgent, maxPages, maxDepth, maxDuration, delay, requestTimeout, retries, longestWait, allow);
    }

    /** The same with other bounds. */
    public CrawlSettings withLimits(int pages, int depth, Duration pause) {
        return new CrawlSettings(
                userAgent,
                pages,
                depth,
                maxDuration,
                pause,
                requestTimeout,
                retries,
                longestWait,
                allowPrivateAddresses);
    }

    /** The name by which robots.txt addresses this crawler. */
    String productToken() {
        return userAgent.split("[/ ]", 2)[0];
    }
}
