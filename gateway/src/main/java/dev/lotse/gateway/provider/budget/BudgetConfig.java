package dev.lotse.gateway.provider.budget;

import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import java.time.ZoneId;
import java.util.Map;

/**
 * Daily limits.
 *
 * @param zone where a day begins at midnight
 * @param defaultSite limit of a site that is not in {@code sites}
 * @param defaultKey limit of a key that is not in {@code keys}
 */
public record BudgetConfig(
        ZoneId zone, Amount defaultSite, Amount defaultKey, Map<String, Amount> sites, Map<String, Amount> keys) {

    public BudgetConfig {
        sites = Map.copyOf(sites);
        keys = Map.copyOf(keys);
        requireNotNegative("defaultSite", defaultSite);
        requireNotNegative("defaultKey", defaultKey);
        sites.forEach((site, limit) -> requireNotNegative("sites." + site, limit));
        keys.forEach((key, limit) -> requireNotNegative("keys." + key, limit));
    }

    /** No limits. */
    public static BudgetConfig unlimited(ZoneId zone) {
        return new BudgetConfig(zone, Amount.UNLIMITED, Amount.UNLIMITED, Map.of(), Map.of());
    }

    Amount site(String site) {
        return sites.getOrDefault(site, defaultSite);
    }

    Amount key(String key) {
        return keys.getOrDefault(key, defaultKey);
    }

    private static void requireNotNegative(String name, Amount limit) {
        if (limit.tokens() < 0 || limit.money().nanos() < 0) {
            throw new IllegalArgumentException("budget." + name + " is " + limit.tokens() + " tokens and "
                    + limit.money() + "; both must be 0 or more");
        }
    }
}
