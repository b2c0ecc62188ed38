package dev.lotse.gateway.provider.budget;

import dev.lotse.gateway.provider.budget.BudgetLedger.Account;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The daily budgets of sites and keys. Calls to models that cost nothing are free of them, so that a local model answers when
 * everything is spent. Thread-safe.
 */
public final class Budgets {
    private final BudgetConfig config;
    private final BudgetLedger ledger;
    private final InstantSource clock;

    public Budgets(BudgetConfig config, BudgetLedger ledger, InstantSource clock) {
        this.config = config;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Reserves an amount on the budgets of a site and a key. */
    public Reservation reserve(String site, String key, Amount amount) {
        var accounts = accounts(site, key);
        var day = today();
        var refusing = ledger.reserve(accounts, day, amount);
        return refusing == null
                ? new Reserved(ledger, accounts, day, amount)
                : new Spent(refusing.id(), untilTomorrow());
    }

    /** What is spent or reserved today by a site. */
    public Amount spentBySite(String site) {
        return ledger.spent(new Account("site:" + site, config.site(site)), today());
    }

    /** What is spent or reserved today by a key. */
    public Amount spentByKey(String key) {
        return ledger.spent(new Account("key:" + key, config.key(key)), today());
    }

    private List<Account> accounts(String site, String key) {
        var accounts = new ArrayList<Account>(2);
        if (!site.isEmpty()) {
            accounts.add(new Account("site:" + site, config.site(site)));
        }
        if (!key.isEmpty()) {
            accounts.add(new Account("key:" + key, config.key(key)));
        }
        return List.copyOf(accounts);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), config.zone());
    }

    private Duration untilTomorrow() {
        ZoneId zone = config.zone();
        return Duration.between(
                clock.instant(), today().plusDays(1).atStartOfDay(zone).toInstant());
    }

    /** Whether a call may be made. */
    public sealed interface Reservation {}

    /** It may; to be settled once, also when the call fails. */
    public static final class Reserved implements Reservation {
        private final BudgetLedger ledger;
        private final List<Account> accounts;
        private final LocalDate day;
        private final Amount amount;

        private Reserved(BudgetLedger ledger, List<Account> accounts, LocalDate day, Amount amount) {
            this.ledger = ledger;
            this.accounts = accounts;
            this.day = day;
            this.amount = amount;
        }

        /** Replaces the reservation by what the call really cost. */
        public void settle(Amount spent) {
            ledger.settle(accounts, day, amount, spent);
        }
    }

    /**
     * It may not.
     *
     * @param account whose budget is spent
     * @param renewedIn when the next day's budget begins
     */
    public record Spent(String account, Duration renewedIn) implements Reservation {}
}
