package dev.lotse.gateway.provider.setup;

import dev.lotse.gateway.config.ConfigReader;
import java.util.Map;

/**
 * Everything about models outside of this process; empty where nothing is configured, and then nothing leaves it.
 *
 * @param providers by name
 * @param chains by name; their steps name models of these providers
 * @param budgets what they may cost
 */
public record ProvidersSettings(
        Map<String, ProviderSettings> providers, Map<String, ChainSettings> chains, BudgetSettings budgets) {
    public ProvidersSettings {
        providers = Map.copyOf(providers);
        chains = Map.copyOf(chains);
    }

    /** Whether there is a chain of chat models of this name. */
    public boolean hasChat(String name) {
        ChainSettings chain = chains.get(name);
        return chain != null && chain.kind() == ModelSettings.Kind.CHAT;
    }

    /** Whether there is a chain of rerankers of this name. */
    public boolean hasRerank(String name) {
        ChainSettings chain = chains.get(name);
        return chain != null && chain.kind() == ModelSettings.Kind.RERANK;
    }

    /** Reads sections {@code providers}, {@code chains} and {@code budgets}. */
    public static ProvidersSettings read(ConfigReader root) {
        Map<String, ProviderSettings> providers = ProviderSettings.readAll(root);
        return new ProvidersSettings(providers, ChainSettings.readAll(root, providers), BudgetSettings.read(root));
    }
}
