package dev.lotse.gateway.rerank;

import dev.lotse.gateway.config.ConfigReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How results are reordered.
 *
 * @param enabled {@code rerank.mode}: {@code auto} where the model's own measurement says that it helps, or {@code off}
 * @param standard {@code rerank.model} and {@code rerank.depth}
 * @param sites what single sites want instead
 */
public record RerankSettings(boolean enabled, Wanted standard, Map<String, Wanted> sites) {
    private static final int LEAST = 2;
    private static final int MOST = 200;

    public RerankSettings {
        sites = Map.copyOf(sites);
    }

    /** Features for every site. */
    public RerankSettings(boolean enabled, int depth) {
        this(enabled, new Wanted(new RerankModel.Features(), depth), Map.of());
    }

    /**
     * A model and how far down it goes.
     *
     * @param depth how many candidates, 2 to 200
     */
    public record Wanted(RerankModel model, int depth) {
        public Wanted {
            if (depth < LEAST || depth > MOST) {
                throw new IllegalArgumentException("rerank.depth is " + depth + "; allowed is 2 to 200");
            }
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
        Wanted standard = new Wanted(model(in).orElse(new RerankModel.Features()), in.integer("depth", LEAST, MOST));
        Map<String, Wanted> sites = new HashMap<>();
        in.each("sites").forEach((site, of) -> {
            int depth = of.optional("depth", LEAST + " to " + MOST, RerankSettings::depth)
                    .orElse(standard.depth());
            sites.put(site, new Wanted(model(of).orElse(standard.model()), depth));
        });
        return new RerankSettings(enabled, standard, sites);
    }

    private static Optional<RerankModel> model(ConfigReader in) {
        return in.optional(
                "model", RerankModel.ALLOWED, text -> RerankModel.parse(text).orElse(null));
    }

    private static @Nullable Integer depth(String text) {
        String stripped = text.strip();
        int depth = stripped.matches("\\d{1,3}") ? Integer.parseInt(stripped) : 0;
        return depth >= LEAST && depth <= MOST ? depth : null;
    }

    /** On, 50 candidates. */
    public static RerankSettings defaults() {
        return new RerankSettings(true, 50);
    }

    /** What a site wants. */
    public Wanted of(String site) {
        return sites.getOrDefault(site, standard);
    }

    /** How many candidates, where a site says nothing else. */
    public int depth() {
        return standard.depth();
    }

    /** The names of the chains that are wanted, by the key that wants them; each must be there. */
    public Map<String, String> chains() {
        Map<String, String> chains = new HashMap<>();
        if (standard.model() instanceof RerankModel.Chain(String name)) {
            chains.put("rerank.model", name);
        }
        sites.forEach((site, wanted) -> {
            if (wanted.model() instanceof RerankModel.Chain(String name)
                    && !wanted.model().equals(standard.model())) {
                chains.put("rerank.sites." + site + ".model", name);
            }
        });
        return chains;
    }
}
