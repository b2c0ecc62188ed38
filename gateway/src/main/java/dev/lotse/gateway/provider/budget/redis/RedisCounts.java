package dev.lotse.gateway.provider.budget.redis;

import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.budget.BudgetLedger.Account;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import dev.lotse.gateway.provider.budget.SharedCounts;
import dev.lotse.gateway.redis.RedisConnection;
import dev.lotse.gateway.redis.RedisResult;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts in Redis, a hash of tokens ({@code t}) and billionths of money ({@code m}) for each account and day under
 * {@code NAMESPACE:budget:1:{budget}:DAY:ACCOUNT}. All have one hash tag, so that a cluster keeps them together. Thread-safe.
 */
public final class RedisCounts implements SharedCounts {
    private static final String NO_LIMIT = "-1";
    private static final String ADDED = "0";

    /** Yesterday is kept, because calls that began before midnight settle on it. */
    private static final String SECONDS_KEPT = Integer.toString(3 * 24 * 60 * 60);

    /** All accounts or none; tells which one has not enough, from 1. Compared as doubles, which are exact up to 9 million units of money. */
    private static final String ADD = """
            for i, key in ipairs(KEYS) do
              local t = redis.call('hincrby', key, 't', ARGV[2])
              local m = redis.call('hincrby', key, 'm', ARGV[3])
              redis.call('expire', key, ARGV[1])
              local most_t = tonumber(ARGV[2 + 2 * i])
              local most_m = tonumber(ARGV[3 + 2 * i])
              if (most_t >= 0 and t > most_t) or (most_m >= 0 and m > most_m) then
                for j = 1, i do
                  redis.call('hincrby', KEYS[j], 't', ARGV[#ARGV - 1])
                  redis.call('hincrby', KEYS[j], 'm', ARGV[#ARGV])
                end
                return tostring(i)
              end
            end
            return '0'
            """;

    private final RedisConnection redis;
    private final String prefix;

    /** @param namespace first part of every key */
    public RedisCounts(RedisConnection redis, String namespace) {
        this.redis = redis;
        this.prefix = namespace + ":budget:1:{budget}:";
    }

    @Override
    public Outcome reserve(List<Account> accounts, LocalDate day, Amount amount) {
        RedisResult<String> result = run(accounts, day, amount, true);
        return switch (result) {
            case RedisResult.Away<String> away -> new Outcome.Away();
            case RedisResult.Answer<String>(String which) ->
                which.equals(ADDED)
                        ? new Outcome.Added()
                        : new Outcome.Exceeded(accounts.get(Integer.parseInt(which) - 1));
        };
    }

    @Override
    public boolean add(List<Account> accounts, LocalDate day, Amount amount) {
        return run(accounts, day, amount, false) instanceof RedisResult.Answer;
    }

    @Override
    public Optional<Amount> spent(Account account, LocalDate day) {
        String key = key(account, day);
        RedisResult<Amount> result = redis.call("budget", redis.longestWait(), client -> {
            List<String> counts = client.hmget(key, "t", "m");
            return new Amount(number(counts.get(0)), new Money(number(counts.get(1))));
        });
        return switch (result) {
            case RedisResult.Away<Amount> away -> Optional.empty();
            case RedisResult.Answer<Amount>(Amount amount) -> Optional.of(amount);
        };
    }

    private RedisResult<String> run(List<Account> accounts, LocalDate day, Amount amount, boolean bounded) {
        List<String> keys = accounts.stream().map(account -> key(account, day)).toList();
        List<String> arguments = new ArrayList<>();
        arguments.add(SECONDS_KEPT);
        arguments.add(Long.toString(amount.tokens()));
        arguments.add(Long.toString(amount.money().nanos()));
        for (Account account : accounts) {
            arguments.add(bounded ? limit(account.limit().tokens()) : NO_LIMIT);
            arguments.add(bounded ? limit(account.limit().money().nanos()) : NO_LIMIT);
        }
        arguments.add(Long.toString(-amount.tokens()));
        arguments.add(Long.toString(-amount.money().nanos()));
        return redis.call("budget", redis.longestWait(), client -> String.valueOf(client.eval(ADD, keys, arguments)));
    }

    private String key(Account account, LocalDate day) {
        return prefix + day + ':' + account.id();
    }

    private static String limit(long most) {
        return most == Long.MAX_VALUE ? NO_LIMIT : Long.toString(most);
    }

    private static long number(@Nullable String text) {
        return text == null ? 0 : Long.parseLong(text);
    }
}
