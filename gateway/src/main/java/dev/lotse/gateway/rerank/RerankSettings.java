package dev.lotse.gateway.rerank;

import dev.lotse.gateway.config.ConfigReader;

/**
 * How results are reordered.
 *
 * @param enabled {@code rerank.mode}: {@code auto} where the model's own measurement says that it helps, or {@code off}
 * @param depth {@code rerank.depth}: how many candidates, 2 to 200
 */
public record RerankSettings(boolean enabled, int depth) {
    public RerankSettings {
        if (depth < 2 || depth > 200) {
            throw new IllegalArgumentException("rerank.depth is " + depth + "; allowed is 2 to 200");
        }
    }

    /** Reads section {@code rerank}. */
    public static RerankSettings read(ConfigReader root) {
        ConfigReader in = root.in("rerank");
        boolean enabled = in.optional("mode", "auto or off", text -> switch (text.strip()) {
                    case "auto" -> true;
                    case "off" -> false;
                    default -> null;
                })
                .orElse(true);
        return new RerankSettings(enabled, in.integer("depth", 2, 200));
    }

    /** On, 50 candidates. */
    public static RerankSettings defaults() {
        return new RerankSettings(true, 50);
    }
}
