package dev.lotse.gateway.release;

import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.EntryJson;
import dev.lotse.gateway.rules.EntryKind;
import dev.lotse.gateway.rules.Rule;
import dev.lotse.gateway.rules.RuleSet;
import dev.lotse.gateway.rules.Synonym;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A site's entries as they are, or as a change set would make them.
 *
 * @param base the release that the changes are laid over, or 0 where there is none
 * @param released its content
 * @param changes empty where no change set is looked at
 * @param effective the content with the changes
 */
public record SiteView(int base, RuleSet released, List<Change> changes, RuleSet effective) {
    public SiteView {
        changes = List.copyOf(changes);
    }

    static SiteView of(int base, RuleSet released, List<Change> changes) {
        if (changes.isEmpty()) {
            return new SiteView(base, released, changes, released);
        }
        // A file can delete as many entries as there are: one pass over all.
        SortedMap<String, Synonym> synonyms = new TreeMap<>(released.synonyms());
        SortedMap<String, Rule> rules = new TreeMap<>(released.rules());
        for (Change change : changes) {
            switch (change.entry()) {
                case null -> (change.kind() == EntryKind.SYNONYM ? synonyms : rules).remove(change.id());
                case Synonym synonym -> synonyms.put(synonym.id(), synonym);
                case Rule rule -> rules.put(rule.id(), rule);
            }
        }
        return new SiteView(base, released, changes, new RuleSet(synonyms, rules));
    }

    /** The changes of a kind, by id of the entry. */
    public Map<String, Change> changes(EntryKind kind) {
        return changes.stream()
                .filter(change -> change.kind() == kind)
                .collect(Collectors.toMap(Change::id, Function.identity()));
    }

    /** The entry as it would be, or empty. */
    public Optional<Entry> entry(EntryKind kind, String id) {
        return Optional.ofNullable(effective.of(kind).get(id));
    }

    /** How an entry stands to the release. */
    public Status status(EntryKind kind, String id) {
        Entry before = released.of(kind).get(id);
        Entry after = effective.of(kind).get(id);
        if (before == null) {
            return Status.ADDED;
        }
        return after == null ? Status.DELETED : before.equals(after) ? Status.RELEASED : Status.CHANGED;
    }

    /** Changes whose entry somebody else has released otherwise since the edit began. */
    public List<Change> conflicts() {
        return changes.stream()
                .filter(change -> !Objects.equals(change.base(), hash(released, change.kind(), change.id())))
                .toList();
    }

    /** Hash of the entry in a set, or null where it has none. */
    static @Nullable String hash(RuleSet set, EntryKind kind, String id) {
        Entry entry = set.of(kind).get(id);
        return entry == null ? null : EntryJson.hash(entry);
    }

    /** How an entry stands to the release. */
    public enum Status {
        RELEASED,
        ADDED,
        CHANGED,
        DELETED
    }
}
