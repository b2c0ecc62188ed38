package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.Money;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which targets a request may be sent to, and in which order. Thread-safe.
 *
 * <p>Weighted order draws without replacement by exponential keys (Efraimidis and Spirakis, 2006). Within a conversation the
 * draws come from a hash of conversation and target instead of chance (weighted rendezvous hashing), so that every gateway draws
 * the same, and a target that leaves moves its own conversations only.
 */
final class Selector<P> {
    private final ChainConfig config;
    private final List<Target<P>> targets;
    private final Stickiness stickiness;
    private final RandomGenerator random;

    Selector(ChainConfig config, List<Target<P>> targets, Stickiness stickiness, RandomGenerator random) {
        this.config = config;
        this.targets = List.copyOf(targets);
        this.stickiness = stickiness;
        this.random = random;
    }

    /**
     * @param eligible in the order of asking
     * @param excluded with the reason, in the order of the list
     */
    record Selection<P>(List<Target<P>> eligible, List<Exclusion<P>> excluded) {}

    record Exclusion<P>(Target<P> target, Attempt.Reason reason) {}

    Selection<P> select(CallContext context, Demand demand) {
        var eligible = new ArrayList<Target<P>>();
        var excluded = new ArrayList<Exclusion<P>>();
        for (var target : ordered(context.conversation())) {
            var reason = exclusion(target, context, demand);
            if (reason == null) {
                eligible.add(target);
            } else {
                excluded.add(new Exclusion<>(target, reason));
            }
        }
        return new Selection<>(List.copyOf(eligible), List.copyOf(excluded));
    }

    private List<Target<P>> ordered(@Nullable String conversation) {
        var order = switch (config.strategy()) {
            case ORDERED -> new ArrayList<>(targets);
            case WEIGHTED -> drawn(conversation);
        };
        var last = conversation == null ? null : stickiness.target(conversation);
        if (last != null) {
            // The sort is stable: the conversation's target moves to the front, the others keep their order.
            order.sort((a, b) -> Boolean.compare(b.id().equals(last), a.id().equals(last)));
        }
        return order;
    }

    private List<Target<P>> drawn(@Nullable String conversation) {
        ToDoubleFunction<Target<P>> chance =
                conversation == null ? target -> random.nextDouble() : target -> hash(conversation, target.id());
        var keyed = new ArrayList<Keyed<P>>();
        for (int i = 0; i < targets.size(); i++) {
            var target = targets.get(i);
            double weight = config.steps().get(i).weight();
            double uniform = Math.max(chance.applyAsDouble(target), Double.MIN_NORMAL);
            keyed.add(new Keyed<>(target, weight == 0 ? Double.POSITIVE_INFINITY : -Math.log(uniform) / weight));
        }
        keyed.sort((a, b) -> Double.compare(a.key(), b.key()));
        var order = new ArrayList<Target<P>>();
        keyed.forEach(entry -> order.add(entry.target()));
        return order;
    }

    private record Keyed<P>(Target<P> target, double key) {}

    private Attempt.@Nullable Reason exclusion(Target<P> target, CallContext context, Demand demand) {
        var traits = target.traits();
        if (!traits.capabilities().containsAll(demand.needs())) {
            return Attempt.Reason.CAPABILITY;
        }
        if (demand.contextTokens() > traits.contextTokens()) {
            return Attempt.Reason.CONTEXT;
        }
        if (context.lang() != null
                && !traits.languages().isEmpty()
                && !traits.languages().contains(context.lang())) {
            return Attempt.Reason.LANGUAGE;
        }
        var cost = traits.price().of(demand.expected());
        if (exceeds(cost, context.costCeiling()) || exceeds(cost, config.costCeiling())) {
            return Attempt.Reason.COST_CEILING;
        }
        return null;
    }

    private static boolean exceeds(Money cost, @Nullable Money ceiling) {
        return ceiling != null && cost.compareTo(ceiling) > 0;
    }

    /** A number between 0 and 1 that is the same on every gateway: FNV-1a, mixed as SplitMix64 does. */
    private static double hash(String conversation, String target) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : (conversation + '\n' + target).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return (hash >>> 11) * 0x1.0p-53;
    }
}
