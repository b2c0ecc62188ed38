package dev.lotse.gateway.provider.budget;

import dev.lotse.gateway.provider.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Budgets of several gateways in one. While the shared counts are away, a gateway spends its part of a budget at most, what it spent before
 * included: with N gateways, all together never more than 2 − 1/N times the budget, and no more than the budget where they spent evenly or
 * the counts were away all day. What was spent meanwhile is added when they are back. Thread-safe.
 */
public final class SharedBudgetLedger implements BudgetLedger {
    private final SharedCounts counts;
    private final int gateways;
    private final BudgetLedger own = new InMemoryBudgetLedger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Unsaid, Amount> unsaid = new HashMap<>();

    /** What the shared counts were not told yet. */
    private record Unsaid(List<Account> accounts, LocalDate day) {}

    /** @param gateways how many share a budget, at least 1 */
    public SharedBudgetLedger(SharedCounts counts, int gateways) {
        this.counts = counts;
        this.gateways = gateways;
    }

    @Override
    public @Nullable Account reserve(List<Account> accounts, LocalDate day, Amount amount) {
        if (accounts.isEmpty()) {
            // A call that costs nothing.
            return null;
        }
        tell();
        return switch (counts.reserve(accounts, day, amount)) {
            case SharedCounts.Outcome.Added added -> {
                Account unused = own.reserve(with(accounts, Amount.UNLIMITED), day, amount);
                yield null;
            }
            case SharedCounts.Outcome.Exceeded(Account account) -> account;
            case SharedCounts.Outcome.Away away -> {
                Account refusing = own.reserve(parts(accounts), day, amount);
                if (refusing == null) {
                    keep(new Unsaid(accounts, day), amount);
                }
                yield refusing;
            }
        };
    }

    @Override
    public void settle(List<Account> accounts, LocalDate day, Amount reserved, Amount spent) {
        own.settle(accounts, day, reserved, spent);
        Amount correction = spent.minus(reserved);
        if (accounts.isEmpty()) {
            return;
        }
        tell();
        Unsaid where = new Unsaid(accounts, day);
        if (!correction.equals(Amount.ZERO)
                && !correctUnsaid(where, correction)
                && !counts.add(accounts, day, correction)) {
            // What may have been taken off is not taken off again.
            keep(where, positive(correction));
        }
    }

    @Override
    public Amount spent(Account account, LocalDate day) {
        Optional<Amount> all = counts.spent(account, day);
        return all.orElseGet(() -> own.spent(account, day));
    }

    private List<Account> parts(List<Account> accounts) {
        return accounts.stream()
                .map(account -> new Account(account.id(), part(account.limit())))
                .toList();
    }

    private static List<Account> with(List<Account> accounts, Amount limit) {
        return accounts.stream()
                .map(account -> new Account(account.id(), limit))
                .toList();
    }

    private Amount part(Amount limit) {
        return new Amount(
                limit.tokens() == Long.MAX_VALUE ? Long.MAX_VALUE : limit.tokens() / gateways,
                limit.money().nanos() == Long.MAX_VALUE
                        ? limit.money()
                        : new Money(limit.money().nanos() / gateways));
    }

    /** Whether what was not said yet could be corrected, so that nothing is left to say. */
    private boolean correctUnsaid(Unsaid where, Amount correction) {
        lock.lock();
        try {
            Amount amount = unsaid.get(where);
            Amount corrected = amount == null ? correction : amount.plus(correction);
            if (amount == null || !corrected.equals(positive(corrected))) {
                return false;
            }
            unsaid.put(where, corrected);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static Amount positive(Amount amount) {
        return new Amount(
                Math.max(0, amount.tokens()),
                new Money(Math.max(0, amount.money().nanos())));
    }

    private void keep(Unsaid where, Amount amount) {
        if (amount.equals(Amount.ZERO)) {
            return;
        }
        lock.lock();
        try {
            unsaid.merge(where, amount, Amount::plus);
        } finally {
            lock.unlock();
        }
    }

    /** Adds what was spent while the counts were away. An amount that may have arrived is sent again: rather too much than too little. */
    private void tell() {
        Map<Unsaid, Amount> all;
        lock.lock();
        try {
            if (unsaid.isEmpty()) {
                return;
            }
            all = new HashMap<>(unsaid);
            unsaid.clear();
        } finally {
            lock.unlock();
        }
        List<Unsaid> told = new ArrayList<>();
        for (Map.Entry<Unsaid, Amount> one : all.entrySet()) {
            if (!counts.add(one.getKey().accounts(), one.getKey().day(), one.getValue())) {
                break;
            }
            told.add(one.getKey());
        }
        told.forEach(all::remove);
        all.forEach(this::keep);
    }
}
