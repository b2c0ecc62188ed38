package dev.lotse.gateway.provider.budget;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The counts of one gateway; lost when it stops. */
public final class InMemoryBudgetLedger implements BudgetLedger {
    /** Yesterday is kept, because calls that began before midnight settle on it. */
    private static final int DAYS_KEPT = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<LocalDate, Map<String, Amount>> days = new HashMap<>();

    @Override
    public @Nullable Account reserve(List<Account> accounts, LocalDate day, Amount amount) {
        lock.lock();
        try {
            var spent = day(day);
            for (var account : accounts) {
                var after = spent.getOrDefault(account.id(), Amount.ZERO).plus(amount);
                if (!after.within(account.limit())) {
                    return account;
                }
            }
            for (var account : accounts) {
                spent.merge(account.id(), amount, Amount::plus);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void settle(List<Account> accounts, LocalDate day, Amount reserved, Amount spent) {
        lock.lock();
        try {
            var correction = spent.minus(reserved);
            for (var account : accounts) {
                day(day).merge(account.id(), correction, Amount::plus);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Amount spent(Account account, LocalDate day) {
        lock.lock();
        try {
            return day(day).getOrDefault(account.id(), Amount.ZERO);
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Amount> day(LocalDate day) {
        var counts = days.get(day);
        if (counts == null) {
            counts = new HashMap<>();
            days.put(day, counts);
            days.keySet().removeIf(other -> other.isBefore(day.minusDays(DAYS_KEPT - 1L)));
        }
        return counts;
    }
}
