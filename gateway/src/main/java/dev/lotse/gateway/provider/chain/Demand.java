package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.Capability;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.Usage;
import java.util.Set;

/**
 * What a request asks of a target.
 *
 * @param needs capabilities without which it cannot be served
 * @param expected tokens it will use by estimate
 * @param contextTokens tokens of prompt and longest answer together by estimate
 */
record Demand(Set<Capability> needs, Usage expected, long contextTokens) {

    /** Of a chat. */
    static Demand of(ChatRequest request, int expectedOutputTokens) {
        long prompt = Usage.tokens(request.characters());
        var maxTokens = request.sampling().maxTokens();
        long output = maxTokens == null ? expectedOutputTokens : Math.min(maxTokens, expectedOutputTokens);
        return new Demand(
                request.needs(), new Usage(prompt, 0, 0, output, true), prompt + (maxTokens == null ? 0 : maxTokens));
    }

    /** Of texts that are read only; their length per text is the model's own affair. */
    static Demand reading(long characters) {
        return new Demand(Set.of(), new Usage(Usage.tokens(characters), 0, 0, 0, true), 0);
    }
}
