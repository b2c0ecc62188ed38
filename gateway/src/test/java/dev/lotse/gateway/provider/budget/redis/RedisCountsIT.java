package dev.lotse.gateway.provider.budget.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.budget.BudgetLedger.Account;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import dev.lotse.gateway.provider.budget.SharedBudgetLedger;
import dev.lotse.gateway.redis.RedisConnection;
import dev.lotse.gateway.redis.RedisProcess;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three gateways' budgets over one real Redis. */
class RedisCountsIT {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
    private static final Amount LIMIT = new Amount(3000, new Money(Long.MAX_VALUE));
    private static final Account SITE = new Account("site:docs", LIMIT);
    private static final Account KEY = new Account("key:k7", Amount.UNLIMITED);
    private static final List<Account> ACCOUNTS = List.of(KEY, SITE);
    private static final Amount CALL = new Amount(10, Money.of("0.001"));

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final RedisProcess redis = new RedisProcess();

    @AfterEach
    void stop() {
        redis.close();
        executor.shutdown();
    }

    @Test
    void threeGatewaysTogetherSpendTheBudgetAndNoMore() throws Exception {
        List<SharedBudgetLedger> gateways = gateways(Duration.ofSeconds(5));
        List<Future<Integer>> counts = new ArrayList<>();
        for (SharedBudgetLedger gateway : gateways) {
            for (int thread = 0; thread < 4; thread++) {
                counts.add(executor.submit(() -> reserved(gateway, 60)));
            }
        }
        int all = 0;
        for (Future<Integer> count : counts) {
            all += count.get();
        }

        assertThat(all).isEqualTo(300);
        Amount spent = gateways.getFirst().spent(SITE, DAY);
        assertThat(spent).isEqualTo(new Amount(3000, Money.of("0.3")));
        assertThat(gateways.getLast().spent(KEY, DAY))
                .as("none of a call that was refused")
                .isEqualTo(spent);
        assertThat(gateways.getFirst().reserve(ACCOUNTS, DAY.plusDays(1), CALL)).isNull();
    }

    @Test
    void aCallThatCostLessGivesBackToAll() {
        List<SharedBudgetLedger> gateways = gateways(Duration.ofSeconds(5));
        assertThat(gateways.get(0).reserve(ACCOUNTS, DAY, LIMIT_OF_TOKENS)).isNull();
        assertThat(gateways.get(1).reserve(ACCOUNTS, DAY, CALL)).isEqualTo(SITE);

        gateways.get(0).settle(ACCOUNTS, DAY, LIMIT_OF_TOKENS, CALL);

        assertThat(gateways.get(1).reserve(ACCOUNTS, DAY, CALL)).isNull();
        assertThat(gateways.get(2).spent(SITE, DAY).tokens()).isEqualTo(20);
    }

    @Test
    void withoutRedisEachSpendsItsPartAndTellsItWhenItIsBack() {
        List<SharedBudgetLedger> gateways = gateways(Duration.ofMillis(200));
        SharedBudgetLedger first = gateways.getFirst();
        assertThat(reserved(first, 40)).isEqualTo(40);
        redis.kill();

        int all = 40;
        for (SharedBudgetLedger gateway : gateways) {
            all += reserved(gateway, 200);
        }
        assertThat(all).as("each its third, what the first had spent included").isEqualTo(300);
        assertThat(first.spent(SITE, DAY).tokens()).isEqualTo(1000);

        redis.start();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            for (SharedBudgetLedger gateway : gateways) {
                gateway.settle(ACCOUNTS, DAY, CALL, CALL);
            }
            // Redis lost the 400 tokens that it was told before.
            assertThat(first.spent(SITE, DAY).tokens()).isGreaterThanOrEqualTo(2600);
        });
    }

    private static final Amount LIMIT_OF_TOKENS = new Amount(3000, Money.ZERO);

    private static int reserved(SharedBudgetLedger gateway, int calls) {
        int reserved = 0;
        for (int i = 0; i < calls; i++) {
            reserved += gateway.reserve(ACCOUNTS, DAY, CALL) == null ? 1 : 0;
        }
        return reserved;
    }

    private List<SharedBudgetLedger> gateways(Duration wait) {
        List<SharedBudgetLedger> gateways = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RedisConnection connection = redis.connection(executor, wait);
            gateways.add(new SharedBudgetLedger(new RedisCounts(connection, "lotse"), 3));
        }
        return gateways;
    }
}
