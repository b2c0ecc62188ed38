package dev.lotse.gateway.provider.setup;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.budget.BudgetConfig;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent on models a day.
 *
 * @param currency of every price and amount, for display
 * @param zone where the day begins
 * @param site for a site that has no budget of its own
 * @param key for a key that has no budget of its own
 * @param sites for one site
 */
public record BudgetSettings(String currency, ZoneId zone, Amount site, Amount key, Map<String, Amount> sites) {
    private static final String TOKENS = "a number of tokens";

    public BudgetSettings {
        sites = Map.copyOf(sites);
    }

    /** Reads section {@code budgets}. */
    public static BudgetSettings read(ConfigReader root) {
        ConfigReader in = root.in("budgets");
        String currency = in.text("currency");
        ZoneId zone = in.optional("zone", "a time zone such as Europe/Berlin", BudgetSettings::zone)
                .orElse(ZoneId.of("UTC"));
        Amount site = amount(in.in("site"));
        Amount key = amount(in.in("key"));
        Map<String, Amount> sites = new LinkedHashMap<>();
        in.each("sites").forEach((name, of) -> sites.put(name, amount(of)));
        return new BudgetSettings(currency, zone, site, key, sites);
    }

    /** Reads {@code tokens} and {@code money}; what is not set is not limited. */
    public static Amount amount(ConfigReader in) {
        long tokens = in.optional("tokens", TOKENS, BudgetSettings::tokens).orElse(Amount.UNLIMITED.tokens());
        Money money = in.optional("money", Amounts.ALLOWED, Amounts::money).orElse(Amount.UNLIMITED.money());
        return new Amount(tokens, money);
    }

    /** The whole with the budgets of keys. */
    public BudgetConfig with(Map<String, Amount> keys) {
        return new BudgetConfig(zone, site, key, sites, keys);
    }

    private static @Nullable Long tokens(String text) {
        return text.strip().matches("\\d{1,15}") ? Long.valueOf(text.strip()) : null;
    }

    private static @Nullable ZoneId zone(String text) {
        try {
            return ZoneId.of(text.strip());
        } catch (DateTimeException e) {
            return null;
        }
    }
}
