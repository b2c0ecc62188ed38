package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.Capability;
import dev.lotse.gateway.provider.Price;
import java.util.Set;

/**
 * A model at a provider as a place to ask.
 *
 * @param <P> the port that asks it
 * @param id unique name, such as {@code openai/gpt-5.4}
 * @param providerName the operator's name of the provider
 * @param model the provider's name of the model
 * @param traits what it can do and costs
 * @param limits time limits of a call
 * @param guard shared by all chains that ask this target
 */
public record Target<P>(
        String id, P provider, String providerName, String model, Traits traits, CallLimits limits, Guard guard) {

    /**
     * What a target can do and costs.
     *
     * @param capabilities beyond text
     * @param languages BCP 47 primary subtags it serves well; empty means all
     * @param contextTokens longest prompt and answer together, in tokens
     * @param price per token
     */
    public record Traits(Set<Capability> capabilities, Set<String> languages, int contextTokens, Price price) {
        public Traits {
            capabilities = Set.copyOf(capabilities);
            languages = Set.copyOf(languages);
            if (contextTokens < 1) {
                throw new IllegalArgumentException("contextTokens is " + contextTokens + "; it must be at least 1");
            }
        }

        /** Everything, in every language, for nothing. */
        public static Traits free(int contextTokens) {
            return new Traits(Set.of(Capability.values()), Set.of(), contextTokens, Price.FREE);
        }
    }
}
