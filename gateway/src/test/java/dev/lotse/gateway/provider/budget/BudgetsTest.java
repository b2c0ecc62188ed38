package dev.lotse.gateway.provider.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import dev.lotse.gateway.provider.budget.Budgets.Reserved;
import dev.lotse.gateway.provider.budget.Budgets.Spent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BudgetsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T22:30:00Z"));

    @Test
    void refusesWhatExceedsTokensOrMoney() {
        var budgets = budgets(amount(100, "1"));
        assertThat(budgets.reserve("docs", "", amount(60, "0.10"))).isInstanceOf(Reserved.class);
        assertThat(budgets.reserve("docs", "", amount(60, "0.10")))
                .isEqualTo(new Spent("site:docs", Duration.ofMinutes(30)));
        assertThat(budgets.reserve("docs", "", amount(10, "0.95"))).isInstanceOf(Spent.class);
        assertThat(budgets.reserve("docs", "", amount(40, "0.90"))).isInstanceOf(Reserved.class);
    }

    @Test
    void correctsAReservationByWhatWasSpent() {
        var budgets = budgets(amount(100, "1"));
        var reserved = (Reserved) budgets.reserve("docs", "", amount(90, "0.9"));
        reserved.settle(amount(20, "0.2"));
        assertThat(budgets.spentBySite("docs")).isEqualTo(amount(20, "0.2"));
        assertThat(budgets.reserve("docs", "", amount(80, "0.8"))).isInstanceOf(Reserved.class);
    }

    @Test
    void reservesOnAllAccountsOrOnNone() {
        var config = new BudgetConfig(BERLIN, amount(1000, "10"), amount(50, "1"), Map.of(), Map.of());
        var budgets = new Budgets(config, new InMemoryBudgetLedger(), now::get);
        assertThat(budgets.reserve("docs", "k1", amount(60, "0.1")))
                .isInstanceOfSatisfying(
                        Spent.class, spent -> assertThat(spent.account()).isEqualTo("key:k1"));
        assertThat(budgets.spentBySite("docs")).isEqualTo(Amount.ZERO);
    }

    @Test
    void beginsAnewAtMidnightOfItsZoneAndSettlesOnTheDayOfTheCall() {
        var budgets = budgets(amount(100, "1"));
        var reserved = (Reserved) budgets.reserve("docs", "", amount(100, "1"));
        now.set(Instant.parse("2026-11-23T23:00:00Z"));
        assertThat(budgets.spentBySite("docs")).isEqualTo(Amount.ZERO);
        reserved.settle(amount(50, "0.5"));
        assertThat(budgets.spentBySite("docs")).isEqualTo(Amount.ZERO);
        assertThat(budgets.reserve("docs", "", amount(100, "1"))).isInstanceOf(Reserved.class);
    }

    @Test
    void usesTheLimitOfTheSiteWhereThereIsOne() {
        var config =
                new BudgetConfig(BERLIN, Amount.UNLIMITED, Amount.UNLIMITED, Map.of("small", amount(1, "0")), Map.of());
        var budgets = new Budgets(config, new InMemoryBudgetLedger(), now::get);
        assertThat(budgets.reserve("small", "", amount(2, "0"))).isInstanceOf(Spent.class);
        assertThat(budgets.reserve("other", "", amount(2_000_000, "500"))).isInstanceOf(Reserved.class);
    }

    @Test
    void isNeverOverdrawnByCallsAtTheSameTime() {
        var budgets = budgets(amount(1_000, "1000"));
        var admitted = new AtomicInteger();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                executor.execute(() -> {
                    if (budgets.reserve("docs", "k", amount(7, "0.01")) instanceof Reserved) {
                        admitted.incrementAndGet();
                    }
                });
            }
        }
        assertThat(admitted).hasValue(142);
        assertThat(budgets.spentBySite("docs").tokens()).isEqualTo(994);
    }

    @Test
    void refusesNegativeLimitsByName() {
        assertThatThrownBy(() -> new BudgetConfig(
                        BERLIN, Amount.ZERO, Amount.ZERO, Map.of("docs", new Amount(-1, Money.ZERO)), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("budget.sites.docs")
                .hasMessageContaining("-1");
    }

    private Budgets budgets(Amount site) {
        var config = new BudgetConfig(BERLIN, site, Amount.UNLIMITED, Map.of(), Map.of());
        return new Budgets(config, new InMemoryBudgetLedger(), now::get);
    }

    private static Amount amount(long tokens, String money) {
        return new Amount(tokens, Money.of(money));
    }
}
