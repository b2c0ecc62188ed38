package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.deadline.Sleeper;
import dev.lotse.gateway.provider.budget.Budgets;
import java.util.random.RandomGenerator;

/**
 * What chains work with.
 *
 * @param budgets of sites and keys
 * @param observer is told of every attempt
 * @param sleeper waits between attempts
 * @param random for jitter and weighted order; must be thread-safe
 * @param clock measures attempts, breakers and pauses
 */
public record ChainParts(
        Budgets budgets, AttemptObserver observer, Sleeper sleeper, RandomGenerator random, NanoClock clock) {}
