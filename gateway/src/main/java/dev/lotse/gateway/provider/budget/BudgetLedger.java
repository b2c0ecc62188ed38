package dev.lotse.gateway.provider.budget;

import dev.lotse.gateway.provider.Money;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts what was spent per account and day. An amount is reserved before a call and corrected after it, so that calls under way
 * at the same time cannot overdraw together. Thread-safe; implementations may share the counts between gateways.
 */
public interface BudgetLedger {

    /**
     * Reserves an amount on all accounts or on none.
     *
     * @return null where it was reserved, otherwise the first account that has not enough left
     */
    @Nullable
    Account reserve(List<Account> accounts, LocalDate day, Amount amount);

    /** Replaces a reserved amount by what was really spent; the latter may be more. */
    void settle(List<Account> accounts, LocalDate day, Amount reserved, Amount spent);

    /** What is spent or reserved on an account that day. */
    Amount spent(Account account, LocalDate day);

    /**
     * Whose money it is.
     *
     * @param id such as {@code site:docs} or {@code key:k7}
     * @param limit most that may be spent a day
     */
    record Account(String id, Amount limit) {}

    /**
     * Tokens and what they cost.
     *
     * @param tokens model tokens of all kinds; {@link Long#MAX_VALUE} as a limit means no limit
     */
    record Amount(long tokens, Money money) {
        /** Nothing. */
        public static final Amount ZERO = new Amount(0, Money.ZERO);

        /** No limit. */
        public static final Amount UNLIMITED = new Amount(Long.MAX_VALUE, new Money(Long.MAX_VALUE));

        public Amount plus(Amount other) {
            return new Amount(Math.addExact(tokens, other.tokens), money.plus(other.money));
        }

        public Amount minus(Amount other) {
            return new Amount(tokens - other.tokens, money.minus(other.money));
        }

        /** Whether neither tokens nor money exceed the other's. */
        public boolean within(Amount limit) {
            return tokens <= limit.tokens && money.compareTo(limit.money) <= 0;
        }
    }
}
