package dev.lotse.gateway.search;

import dev.lotse.gateway.rules.EntryKind;
import dev.lotse.gateway.rules.RuleAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What synonyms and rules did to a search.
 *
 * @param applied those that met it
 * @param query the query that was searched for instead, or null
 * @param redirect where the visitor should be sent, or null
 * @param banner what to show above the results, or null
 * @param reply what the same question would get for an answer, or null
 */
public record Tuning(
        List<Applied> applied,
        @Nullable String query,
        RuleAction.@Nullable Redirect redirect,
        RuleAction.@Nullable Banner banner,
        RuleAction.@Nullable Reply reply) {
    /** Nothing. */
    public static final Tuning NONE = new Tuning(List.of(), null, null, null, null);

    public Tuning {
        applied = List.copyOf(applied);
    }

    /** A synonym or a rule by its identity. */
    public record Applied(EntryKind kind, String id) {}
}
