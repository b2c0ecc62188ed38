package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.deadline.Deadline;
import dev.lotse.gateway.provider.Money;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a chain is asked, and how much time and money it may take.
 *
 * @param requestId for logs and traces
 * @param site whose budget pays, or empty
 * @param key id (not the secret) of the key whose budget pays, or empty
 * @param conversation opaque id that keeps a conversation with one target where possible, or null
 * @param lang BCP 47 primary subtag of the request, or null where unknown
 * @param costCeiling most that this one request may cost by estimate, or null
 */
public record CallContext(
        String requestId,
        String site,
        String key,
        @Nullable String conversation,
        @Nullable String lang,
        @Nullable Money costCeiling,
        Deadline deadline) {

    /** A request without budgets, conversation or ceiling. */
    public static CallContext of(String requestId, Deadline deadline) {
        return new CallContext(requestId, "", "", null, null, null, deadline);
    }
}
