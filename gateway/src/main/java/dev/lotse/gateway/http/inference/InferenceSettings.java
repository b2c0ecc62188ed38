package dev.lotse.gateway.http.inference;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.http.KeyHash;
import dev.lotse.gateway.provider.budget.BudgetLedger.Amount;
import dev.lotse.gateway.provider.setup.BudgetSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may ask models over HTTP, and how much at a time.
 *
 * @param keys who may; without any key nobody but, in the demo, programs of this machine
 * @param maxBody longest body, in bytes
 * @param timeout for one request, all attempts together
 * @param onCut what a client that does not say so itself gets when a provider fails in mid-stream
 */
public record InferenceSettings(List<Key> keys, int maxBody, Duration timeout, OnCut onCut) {

    /** What happens to a stream when a provider fails after a part of its answer was sent. */
    public enum OnCut {
        /** It ends with an error, which every client of OpenAI's format understands. */
        ERROR,
        /** The client is told to drop what it has, and the next provider answers; for clients that understand it. */
        RESET,
        /** Nothing is sent before an answer is complete, so that the next provider can answer unnoticed. */
        HOLD
    }

    /**
     * A key.
     *
     * @param id its name in meters, logs and budgets
     * @param hash of the key itself
     * @param site whose budget pays too, or empty
     * @param budget of a day; {@link Amount#UNLIMITED} where the budget of all keys holds
     */
    public record Key(String id, KeyHash hash, String site, Amount budget) {}

    public InferenceSettings {
        keys = List.copyOf(keys);
    }

    /** Reads section {@code inference}. */
    public static InferenceSettings read(ConfigReader root) {
        ConfigReader in = root.in("inference");
        List<Key> keys = new ArrayList<>();
        in.each("keys").forEach((name, of) -> {
            Optional<KeyHash> hash = of.optional("hash", KeyHash.ALLOWED, KeyHash::parse);
            String site = of.optional("site", "the name of a site", text -> text.isBlank() ? null : text.strip())
                    .orElse("");
            Amount budget = BudgetSettings.amount(of);
            if (hash.isEmpty()) {
                of.reject("hash", "", KeyHash.ALLOWED);
            } else {
                keys.add(new Key(name, hash.get(), site, budget));
            }
        });
        return new InferenceSettings(
                keys,
                (int) in.bytes("max-body", 1024, 64 << 20),
                in.duration("timeout", Duration.ofMillis(100), Duration.ofMinutes(30)),
                in.choice("on-cut", OnCut.class));
    }

    /** The budgets of the keys that have one of their own. */
    public Map<String, Amount> budgets() {
        Map<String, Amount> budgets = new HashMap<>();
        for (Key key : keys) {
            if (!key.budget().equals(Amount.UNLIMITED)) {
                budgets.put(key.id(), key.budget());
            }
        }
        return budgets;
    }
}
