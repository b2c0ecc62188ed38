package dev.lotse.gateway.provider.setup;

import dev.lotse.gateway.config.ConfigReader;
import dev.lotse.gateway.provider.chain.ChainConfig;
import dev.lotse.gateway.provider.chain.ChainConfig.Step;
import dev.lotse.gateway.provider.chain.ChainConfig.Strategy;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Models that stand in for each other.
 *
 * @param kind what its models are asked for
 * @param config the order in which they are asked
 * @param aliases further names that clients may use for it
 */
public record ChainSettings(ModelSettings.Kind kind, ChainConfig config, List<String> aliases) {
    private static final Pattern STEP = Pattern.compile("([a-z0-9-]{1,40}/[a-z0-9-]{1,40})(?::(\\d{1,5}))?");
    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}");

    public ChainSettings {
        aliases = List.copyOf(aliases);
    }

    /** Reads section {@code chains}, whose steps name models of these providers. */
    public static Map<String, ChainSettings> readAll(ConfigReader root, Map<String, ProviderSettings> providers) {
        Map<String, ChainSettings> chains = new LinkedHashMap<>();
        Map<String, ConfigReader> sections = root.each("chains");
        Set<String> names = new HashSet<>(sections.keySet());
        sections.forEach((name, in) -> {
            if (!ProviderSettings.NAME.matcher(name).matches()) {
                in.reject("", name, ProviderSettings.NAME_ALLOWED);
            }
            ChainSettings chain = read(name, in, providers);
            if (chain == null) {
                return;
            }
            chains.put(name, chain);
            for (String alias : chain.aliases()) {
                if (!names.add(alias)) {
                    in.reject("aliases", alias, "a name that no other chain has");
                }
            }
        });
        return chains;
    }

    private static @Nullable ChainSettings read(String name, ConfigReader in, Map<String, ProviderSettings> providers) {
        List<Step> steps = in.list("steps", "PROVIDER/MODEL, or PROVIDER/MODEL:WEIGHT", ChainSettings::step);
        List<String> aliases = in.list(
                "aliases",
                "letters, digits and . _ : / -",
                text -> ALIAS.matcher(text).matches() ? text : null);
        Strategy strategy = in.choice("strategy", Strategy.class);
        var ceiling = in.optional("cost-ceiling", Amounts.ALLOWED, Amounts::money);
        int expected = in.integer("expected-output-tokens", 1, 1_000_000);
        Duration hedge = in.duration("hedge-after", Duration.ZERO, Duration.ofMinutes(1));
        double share = in.number("fallback-share", 0, 0.9);
        Duration sticky = in.duration("sticky-for", Duration.ZERO, Duration.ofDays(1));
        Duration queue = in.duration("queue-for", Duration.ZERO, Duration.ofMinutes(1));
        Set<ModelSettings.Kind> kinds = new HashSet<>();
        Set<String> models = new HashSet<>();
        boolean known = true;
        for (Step step : steps) {
            ModelSettings model = model(step.target(), providers);
            if (model == null) {
                in.reject("steps", step.target(), "PROVIDER/MODEL as section providers names them");
                known = false;
            } else {
                kinds.add(model.kind());
                models.add(model.model());
            }
        }
        if (!known) {
            return null;
        }
        if (kinds.size() > 1) {
            in.reject(
                    "steps",
                    String.join(", ", targets(steps)),
                    "models of one kind: all chat, all embeddings, or all rerank");
            return null;
        }
        if (kinds.contains(ModelSettings.Kind.EMBEDDINGS) && models.size() > 1) {
            in.reject(
                    "steps",
                    String.join(", ", targets(steps)),
                    "the same model at several providers: vectors of different models cannot be compared");
            return null;
        }
        try {
            ChainConfig config = new ChainConfig(
                    name,
                    strategy,
                    steps,
                    ceiling.orElse(null),
                    expected,
                    hedge.isZero() ? null : hedge,
                    share,
                    sticky,
                    queue);
            return new ChainSettings(kinds.iterator().next(), config, aliases);
        } catch (IllegalArgumentException e) {
            in.reject("steps", String.join(", ", targets(steps)), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static List<String> targets(List<Step> steps) {
        return steps.stream().map(Step::target).toList();
    }

    private static @Nullable ModelSettings model(String target, Map<String, ProviderSettings> providers) {
        int slash = target.indexOf('/');
        ProviderSettings provider = providers.get(target.substring(0, slash));
        return provider == null ? null : provider.models().get(target.substring(slash + 1));
    }

    private static @Nullable Step step(String text) {
        Matcher matcher = STEP.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        int weight = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
        return weight > 10_000 ? null : new Step(matcher.group(1), weight);
    }
}
