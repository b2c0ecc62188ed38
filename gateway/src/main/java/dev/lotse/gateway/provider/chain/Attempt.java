package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.Money;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.Usage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One target that was considered for a request: called, or left out.
 *
 * @param number from 1 in the order of consideration
 * @param target id of the target
 * @param provider the operator's name of the provider
 * @param model the provider's name of the model; for answers, as the provider reports it
 * @param outcome how it ended
 * @param firstToken until the first piece of the answer, or null where none came
 * @param duration of the call; zero where it was left out
 * @param usage tokens, estimated where the provider does not say
 */
public record Attempt(
        int number,
        String target,
        String provider,
        String model,
        Outcome outcome,
        @Nullable Duration firstToken,
        Duration duration,
        Usage usage,
        Money cost) {

    /** How it ended. */
    public sealed interface Outcome {
        /** Stable lower-case name for metrics, headers and logs. */
        default String wireName() {
            return switch (this) {
                case Answered ignored -> "ok";
                case Failed failed -> failed.error().kind();
                case Skipped skipped -> skipped.reason().wireName();
            };
        }
    }

    /** It answered. */
    public record Answered() implements Outcome {}

    /**
     * It was called and failed.
     *
     * @param delivered whether a part of its answer had reached the caller, who was told to drop it
     */
    public record Failed(ProviderError error, boolean delivered) implements Outcome {}

    /** It was not called. */
    public record Skipped(Reason reason) implements Outcome {}

    /** Why a target is not called. */
    public enum Reason {
        CAPABILITY("skipped_capability"),
        LANGUAGE("skipped_language"),
        CONTEXT("skipped_context"),
        COST_CEILING("skipped_cost_ceiling"),
        BUDGET("skipped_budget"),
        BREAKER_OPEN("skipped_breaker_open"),
        RATE_LIMITED("skipped_rate_limited"),
        BUSY("skipped_busy"),
        DEADLINE("skipped_deadline");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    /** Whether the provider was called. */
    public boolean called() {
        return !(outcome instanceof Skipped);
    }
}
