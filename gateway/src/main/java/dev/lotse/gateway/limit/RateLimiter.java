package dev.lotse.gateway.limit;

import dev.lotse.gateway.deadline.NanoClock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request through when its client, its site and all together are within their limits. The client's own limit is asked first, so
 * that a flood from one takes nothing from the others. Thread-safe.
 */
public final class RateLimiter {
    private static final String ALL = "all";

    private final List<Cidr> exempt;
    private final @Nullable ScopeLimiter client;
    private final @Nullable ScopeLimiter key;
    private final @Nullable ScopeLimiter site;
    private final @Nullable ScopeLimiter global;
    private final String policies;
    private final String keyPolicies;

    /**
     * @param shared buckets that gateways share; null for a gateway alone
     */
    public RateLimiter(
            LimitSettings settings, @Nullable SharedBuckets shared, NanoClock clock, LimitObserver observer) {
        this.exempt = settings.exempt();
        List<String> all = new ArrayList<>();
        this.client = scope("client", settings.client(), settings, shared, clock, observer, all);
        this.site = scope("site", settings.site(), settings, shared, clock, observer, all);
        this.global = scope("global", settings.global(), settings, shared, clock, observer, all);
        this.policies = String.join(", ", all);
        List<String> ofKeys = new ArrayList<>();
        this.key = scope("key", settings.key(), settings, shared, clock, observer, ofKeys);
        this.keyPolicies = String.join(", ", ofKeys);
    }

    private static @Nullable ScopeLimiter scope(
            String name,
            Limits limits,
            LimitSettings settings,
            @Nullable SharedBuckets shared,
            NanoClock clock,
            LimitObserver observer,
            List<String> policies) {
        if (!settings.enabled() || !limits.isOn()) {
            return null;
        }
        limits.quotas()
                .forEach(quota -> policies.add("\"" + name + "\";q=" + quota.requests() + ";w="
                        + Math.max(1, quota.window().toSeconds())));
        return new ScopeLimiter(name, limits, settings.gateways(), shared, clock, observer);
    }

    /** All limits, as {@code RateLimit-Policy} writes them (draft-ietf-httpapi-ratelimit-headers); empty where there are none. */
    public String policies() {
        return policies;
    }

    /** The limits of a key in the same form; empty where there are none. */
    public String keyPolicies() {
        return keyPolicies;
    }

    /**
     * Decides on one request with a key.
     *
     * @param id names the key; not the secret
     * @return empty where nothing limits it
     */
    public Optional<Decision> decideKey(String id) {
        return key == null ? Optional.empty() : Optional.of(key.take(id));
    }

    /**
     * Decides on one request.
     *
     * @return empty where nothing limits it
     */
    public Optional<Decision> decide(InetAddress address, String siteName) {
        for (Cidr range : exempt) {
            if (range.contains(address)) {
                return Optional.empty();
            }
        }
        Decision nearest = null;
        if (client != null) {
            nearest = client.take(ClientAddresses.key(address));
        }
        if (site != null && (nearest == null || nearest.admitted())) {
            nearest = nearer(nearest, site.take(siteName));
        }
        if (global != null && (nearest == null || nearest.admitted())) {
            nearest = nearer(nearest, global.take(ALL));
        }
        return Optional.ofNullable(nearest);
    }

    private static Decision nearer(@Nullable Decision one, Decision other) {
        return one == null || !other.admitted() || other.remaining() < one.remaining() ? other : one;
    }
}
