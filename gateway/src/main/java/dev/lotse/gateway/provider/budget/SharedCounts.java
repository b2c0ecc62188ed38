package dev.lotse.gateway.provider.budget;

import dev.lotse.gateway.provider.budget.BudgetLedger.Account;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What all gateways together spent. A call ends soon whatever is wrong with the store. Thread-safe. */
public interface SharedCounts {

    /** Adds an amount to all accounts, or to none where one has not enough left. */
    Outcome reserve(List<Account> accounts, LocalDate day, Amount amount);

    /**
     * Adds an amount, which may be negative, to all accounts without a look at their limits.
     *
     * @return false where it is not known to be added
     */
    boolean add(List<Account> accounts, LocalDate day, Amount amount);

    /** What is spent or reserved that day; empty where it cannot be asked. */
    Optional<Amount> spent(Account account, LocalDate day);

    /** How a reservation ended. */
    sealed interface Outcome {
        /** The amount is added. */
        record Added() implements Outcome {}

        /** An account has not enough left. */
        record Exceeded(Account account) implements Outcome {}

        /** Nobody knows. */
        record Away() implements Outcome {}
    }
}
