package dev.lotse.gateway.rules;

import java.util.List;
import java.util.Locale;

/**
 * What happens to the results of certain queries.
 *
 * @param id see {@link Entry#id()}
 * @param name for the editors
 * @param enabled whether it is in force at all
 * @param priority where rules contradict each other the higher one wins; then the smaller id
 * @param condition which queries it is for
 * @param actions at least one
 * @param note for the editors
 * @param validity see {@link Entry#validity()}
 */
public record Rule(
        String id,
        String name,
        boolean enabled,
        int priority,
        Condition condition,
        List<RuleAction> actions,
        String note,
        Validity validity)
        implements Entry {
    public Rule {
        actions = List.copyOf(actions);
    }

    @Override
    public EntryKind kind() {
        return EntryKind.RULE;
    }

    @Override
    public String lang() {
        return condition.lang();
    }

    @Override
    public String label() {
        return name;
    }

    /** Whether the name, a value of the condition or the note contains the text, whatever its case. */
    public boolean mentions(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return name.toLowerCase(Locale.ROOT).contains(wanted)
                || note.toLowerCase(Locale.ROOT).contains(wanted)
                || condition.values().stream()
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
