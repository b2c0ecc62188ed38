package dev.lotse.gateway.analytics;

import dev.lotse.gateway.config.ConfigReader;

/**
 * What is counted, and how long it is kept.
 *
 * @param enabled {@code analytics.enabled}: whether searches and events are counted at all
 * @param searchDays {@code analytics.search-days}: how long single searches are kept, which clicks refer to
 * @param sumDays {@code analytics.sum-days}: how long sums by day are kept
 */
public record AnalyticsSettings(boolean enabled, int searchDays, int sumDays) {

    /** Reads section {@code analytics}. */
    public static AnalyticsSettings read(ConfigReader root) {
        ConfigReader in = root.in("analytics");
        return new AnalyticsSettings(
                in.flag("enabled"), in.integer("search-days", 1, 400), in.integer("sum-days", 1, 4000));
    }
}
