package dev.lotse.gateway.limit;

import dev.lotse.gateway.config.ConfigReader;
import java.util.List;

/**
 * How many requests are let through.
 *
 * @param enabled whether anything is limited
 * @param gateways gateways that share the limits: what one allows when it cannot ask Redis is its part of the whole
 * @param trustedProxies proxies whose {@code X-Forwarded-For} is believed
 * @param exempt clients that are not limited
 * @param client for each client
 * @param key for each key of the inference API
 * @param site for each site
 * @param global for all together
 */
public record LimitSettings(
        boolean enabled,
        int gateways,
        List<Cidr> trustedProxies,
        List<Cidr> exempt,
        Limits client,
        Limits key,
        Limits site,
        Limits global) {

    /** Copies the lists. */
    public LimitSettings {
        trustedProxies = List.copyOf(trustedProxies);
        exempt = List.copyOf(exempt);
    }

    /** Reads section {@code limits}. */
    public static LimitSettings read(ConfigReader root) {
        ConfigReader in = root.in("limits");
        return new LimitSettings(
                in.flag("enabled"),
                in.integer("gateways", 1, 1000),
                in.list("trusted-proxies", Cidr.ALLOWED, Cidr::parse),
                in.list("exempt", Cidr.ALLOWED, Cidr::parse),
                Limits.read(in.in("client")),
                Limits.read(in.in("key")),
                Limits.read(in.in("site")),
                Limits.read(in.in("global")));
    }
}
