package dev.lotse.gateway.release;

import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.EntryJson;
import dev.lotse.gateway.rules.EntryKind;
import dev.lotse.gateway.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
        List<Entry> entries = new ArrayList<>(released.synonyms().values());
        entries.addAll(released.rules().values());
        RuleSet effective = RuleSet.of(entries);
        for (Change change : changes) {
            effective = change.entry() == null ? effective.without(change.kind(), change.id()) : effective;
        }
        List<Entry> all = new ArrayList<>(effective.synonyms().values());
        all.addAll(effective.rules().values());
        changes.stream().map(Change::entry).filter(Objects::nonNull).forEach(all::add);
        return new SiteView(base, released, changes, RuleSet.of(all));
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
