package dev.lotse.gateway.provider.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.budget.BudgetLedger.Account;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedBudgetLedgerTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
    private static final Account SITE = new Account("site:docs", new Amount(3000, new Money(3000)));
    private static final List<Account> ACCOUNTS = List.of(SITE);

    private final FakeCounts counts = new FakeCounts();
    private final SharedBudgetLedger ledger = new SharedBudgetLedger(counts, 3);

    @Test
    void aCallThatCostsNothingAsksNobody() {
        counts.way = Way.AWAY;
        assertThat(ledger.reserve(List.of(), DAY, Amount.ZERO)).isNull();
        ledger.settle(List.of(), DAY, Amount.ZERO, amount(5));
        counts.way = Way.THERE;
        ledger.settle(List.of(), DAY, Amount.ZERO, Amount.ZERO);
        assertThat(counts.calls).isZero();
    }

    @Test
    void whatACallDidNotCostIsNotTakenOffTwiceWhereTheAnswerGotLost() {
        assertThat(ledger.reserve(ACCOUNTS, DAY, amount(1000))).isNull();
        counts.way = Way.MUTE;
        ledger.settle(ACCOUNTS, DAY, amount(1000), amount(300));
        counts.way = Way.THERE;
        assertThat(ledger.reserve(ACCOUNTS, DAY, amount(10))).isNull();

        assertThat(ledger.spent(SITE, DAY)).isEqualTo(amount(310));
    }

    @Test
    void whatACallCostMoreIsToldAgain() {
        assertThat(ledger.reserve(ACCOUNTS, DAY, amount(100))).isNull();
        counts.way = Way.AWAY;
        ledger.settle(ACCOUNTS, DAY, amount(100), amount(150));
        counts.way = Way.THERE;
        assertThat(ledger.reserve(ACCOUNTS, DAY, amount(10))).isNull();

        assertThat(ledger.spent(SITE, DAY)).isEqualTo(amount(160));
    }

    @Test
    void whatWasSpentWhileTheCountsWereAwayIsToldAsItWasInTheEnd() {
        counts.way = Way.AWAY;
        assertThat(ledger.reserve(ACCOUNTS, DAY, amount(900))).isNull();
        ledger.settle(ACCOUNTS, DAY, amount(900), amount(200));
        assertThat(ledger.reserve(ACCOUNTS, DAY, amount(801)))
                .as("a third of 3000, less 200")
                .isEqualTo(new Account(SITE.id(), amount(1000)));
        counts.way = Way.THERE;
        assertThat(ledger.reserve(ACCOUNTS, DAY, amount(10))).isNull();

        assertThat(ledger.spent(SITE, DAY)).isEqualTo(amount(210));
    }

    private static Amount amount(int much) {
        return new Amount(much, new Money(much));
    }

    /** How the counts behave. */
    private enum Way {
        THERE,
        AWAY,
        /** They do what they are told, and their answer gets lost. */
        MUTE
    }

    private static final class FakeCounts implements SharedCounts {
        private final InMemoryBudgetLedger kept = new InMemoryBudgetLedger();
        private Way way = Way.THERE;
        private int calls;

        @Override
        public Outcome reserve(List<Account> accounts, LocalDate day, Amount amount) {
            calls++;
            if (way == Way.AWAY) {
                return new Outcome.Away();
            }
            Account refusing = kept.reserve(accounts, day, amount);
            if (way == Way.MUTE) {
                return new Outcome.Away();
            }
            return refusing == null ? new Outcome.Added() : new Outcome.Exceeded(refusing);
        }

        @Override
        public boolean add(List<Account> accounts, LocalDate day, Amount amount) {
            calls++;
            if (way != Way.AWAY) {
                kept.settle(accounts, day, Amount.ZERO, amount);
            }
            return way == Way.THERE;
        }

        @Override
        public Optional<Amount> spent(Account account, LocalDate day) {
            return way == Way.THERE ? Optional.of(kept.spent(account, day)) : Optional.empty();
        }
    }
}
