package dev.lotse.gateway.provider.setup;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.provider.Capability;
import dev.lotse.gateway.provider.Price;
import dev.lotse.gateway.provider.chain.Target;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model at a provider.
 *
 * @param model what the provider calls it
 * @param kind what it is asked for
 * @param traits what it can do and costs
 */
public record ModelSettings(String model, Kind kind, Target.Traits traits) {
    private static final String PRICE = "0 or more, per million tokens";

    /** What a model is asked for. */
    public enum Kind {
        CHAT,
        EMBEDDINGS,
        RERANK
    }

    static ModelSettings read(String name, ConfigReader in) {
        String model = in.optional("model", "a text", text -> text.isBlank() ? null : text.strip())
                .orElse(name);
        Kind kind = in.choice("kind", Kind.class);
        int context = in.integer("context", 1, 100_000_000);
        List<Capability> able =
                in.list("capabilities", "one of streaming, tools, json-mode, json-schema, vision", ModelSettings::able);
        List<String> languages =
                in.list("languages", "a language such as de", text -> text.matches("[a-z]{2,3}") ? text : null);
        Optional<BigDecimal> input = in.optional("price.input", PRICE, ModelSettings::price);
        Optional<BigDecimal> cached = in.optional("price.cached-input", PRICE, ModelSettings::price);
        Optional<BigDecimal> write = in.optional("price.cache-write", PRICE, ModelSettings::price);
        Optional<BigDecimal> output = in.optional("price.output", PRICE, ModelSettings::price);
        // A price that nobody wrote would make every budget hold for nothing.
        if (input.isEmpty()) {
            in.reject("price.input", "", PRICE + "; 0 for a model that costs nothing");
        }
        if (kind == Kind.CHAT && output.isEmpty()) {
            in.reject("price.output", "", PRICE + "; 0 for a model that costs nothing");
        }
        BigDecimal in1 = input.orElse(BigDecimal.ZERO);
        Set<Capability> capabilities = able.isEmpty() ? EnumSet.allOf(Capability.class) : EnumSet.copyOf(able);
        return new ModelSettings(
                model,
                kind,
                new Target.Traits(
                        capabilities,
                        new HashSet<>(languages),
                        context,
                        new Price(in1, cached.orElse(in1), write.orElse(in1), output.orElse(BigDecimal.ZERO))));
    }

    private static @Nullable Capability able(String text) {
        for (Capability capability : Capability.values()) {
            if (capability.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text.strip())) {
                return capability;
            }
        }
        return null;
    }

    /** Bounded, so that the cost of the longest prompt fits into {@link dev.lotse.gateway.provider.Money}. */
    private static @Nullable BigDecimal price(String text) {
        return Amounts.decimal(text, 1_000_000);
    }
}
