package dev.lotse.gateway.limit;

import dev.lotse.gateway.config.ConfigReader;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConfigurationBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What holds for each visitor, for each site, or for all together. Both quotas hold at once.
 *
 * @param burst what may come at a stroke
 * @param sustained what may come in the long run
 */
public record Limits(Optional<Quota> burst, Optional<Quota> sustained) {

    static Limits read(ConfigReader in) {
        return new Limits(quota(in, "burst"), quota(in, "sustained"));
    }

    private static Optional<Quota> quota(ConfigReader in, String name) {
        return in.optional(name, Quota.ALLOWED, Quota::parse).filter(quota -> quota.requests() > 0);
    }

    /** Whether anything is limited. */
    public boolean isOn() {
        return burst.isPresent() || sustained.isPresent();
    }

    List<Quota> quotas() {
        List<Quota> all = new ArrayList<>(2);
        burst.ifPresent(all::add);
        sustained.ifPresent(all::add);
        return all;
    }

    Limits share(int gateways) {
        return new Limits(burst.map(quota -> quota.share(gateways)), sustained.map(quota -> quota.share(gateways)));
    }

    /** The same for Bucket4j. */
    public BucketConfiguration configuration() {
        ConfigurationBuilder builder = BucketConfiguration.builder();
        quotas().forEach(quota -> builder.addLimit(quota.bandwidth()));
        return builder.build();
    }

    /** The time after which a bucket that was left alone is full. */
    public Duration longestWindow() {
        return quotas().stream().map(Quota::window).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /**
     * How long to wait for a request from an empty bucket.
     *
     * @param available requests left by quota, burst first
     */
    public long nanosToWait(long[] available) {
        List<Quota> quotas = quotas();
        long nanos = 0;
        for (int i = 0; i < quotas.size(); i++) {
            if (i >= available.length || available[i] <= 0) {
                nanos = Math.max(nanos, quotas.get(i).nanosPerRequest());
            }
        }
        return nanos;
    }

    /** Distinguishes buckets of other limits, should the configuration change. */
    public String signature() {
        StringBuilder text = new StringBuilder();
        quotas().forEach(quota -> text.append(quota.requests())
                .append('/')
                .append(quota.window().toMillis())
                .append(';'));
        return text.toString();
    }
}
