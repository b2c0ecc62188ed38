package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.Money;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which order targets are asked.
 *
 * @param name what clients name as the model, and metrics as the chain
 * @param strategy how the first target is chosen
 * @param steps targets, at least one
 * @param costCeiling most that one request may cost by estimate, or null
 * @param expectedOutputTokens what an answer is taken for in estimates where the request sets no limit, at least 1
 * @param hedgeAfter wait for a first token before a second target is asked beside the first, or null for never
 * @param fallbackShare part of the time left that a target without a first token must leave to those after it, 0 to 0.9
 * @param stickyFor how long a conversation stays with the target that answered it; zero for not at all
 * @param queueFor longest wait for a free slot when every target is busy; zero for none
 */
public record ChainConfig(
        String name,
        Strategy strategy,
        List<Step> steps,
        @Nullable Money costCeiling,
        int expectedOutputTokens,
        @Nullable Duration hedgeAfter,
        double fallbackShare,
        Duration stickyFor,
        Duration queueFor) {

    /** How the first target is chosen; the others follow in order of the list, or by weight. */
    public enum Strategy {
        /** As listed. */
        ORDERED,
        /** By chance in proportion to the weights, such as 95 to 5 for a canary; a conversation always gets the same. */
        WEIGHTED
    }

    /**
     * @param target id of the target
     * @param weight share of requests with {@link Strategy#WEIGHTED}, 0 to 10,000; 0 is asked only after all others
     */
    public record Step(String target, int weight) {
        public Step {
            if (weight < 0 || weight > 10_000) {
                throw new IllegalArgumentException(
                        "weight of " + target + " is " + weight + "; allowed are 0 to 10000");
            }
        }
    }

    public ChainConfig {
        steps = List.copyOf(steps);
        if (name.isBlank()) {
            throw new IllegalArgumentException("chain.name is empty; it must name the chain");
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("chain " + name + " has no steps; at least one target is needed");
        }
        if (steps.stream().map(Step::target).distinct().count() != steps.size()) {
            throw new IllegalArgumentException("chain " + name + " names a target twice");
        }
        if (expectedOutputTokens < 1) {
            throw new IllegalArgumentException(
                    "chain " + name + ": expectedOutputTokens is " + expectedOutputTokens + "; it must be at least 1");
        }
        if (hedgeAfter != null && !hedgeAfter.isPositive()) {
            throw new IllegalArgumentException(
                    "chain " + name + ": hedgeAfter is " + hedgeAfter + "; it must be longer than 0");
        }
        if (!(fallbackShare >= 0 && fallbackShare <= 0.9)) {
            throw new IllegalArgumentException(
                    "chain " + name + ": fallbackShare is " + fallbackShare + "; allowed are 0 to 0.9");
        }
        if (stickyFor.isNegative() || queueFor.isNegative()) {
            throw new IllegalArgumentException("chain " + name + ": stickyFor is " + stickyFor + " and queueFor "
                    + queueFor + "; both must be 0 or more");
        }
    }

    /** Targets in this order with the usual settings. */
    public static ChainConfig ordered(String name, List<String> targets) {
        return new ChainConfig(
                name,
                Strategy.ORDERED,
                targets.stream().map(target -> new Step(target, 1)).toList(),
                null,
                500,
                null,
                0.3,
                Duration.ofMinutes(10),
                Duration.ofSeconds(1));
    }
}
