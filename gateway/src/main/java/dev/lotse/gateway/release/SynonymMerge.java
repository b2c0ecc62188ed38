package dev.lotse.gateway.release;

import dev.lotse.gateway.rules.EntryKind;
import dev.lotse.gateway.rules.RuleSet;
import dev.lotse.gateway.rules.Synonym;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What reading a file changes. A synonym that says what there is already keeps that one's id, note and weight.
 *
 * @param written what is added or changed
 * @param unchanged number of synonyms that were there already
 * @param deleted ids of what is not in the file, where the file replaces all
 */
public record SynonymMerge(List<Synonym> written, int unchanged, List<String> deleted) {
    public SynonymMerge {
        written = List.copyOf(written);
        deleted = List.copyOf(deleted);
    }

    private record Meaning(Synonym.Type type, String lang, List<String> terms, List<String> to) {
        static Meaning of(Synonym synonym) {
            return new Meaning(synonym.type(), synonym.lang(), synonym.terms(), synonym.to());
        }
    }

    /**
     * Compares.
     *
     * @param lang only these are replaced; empty for all
     * @param replace whether what the file does not have is deleted
     */
    public static SynonymMerge of(RuleSet present, List<Synonym> read, String lang, boolean replace) {
        Map<Meaning, String> known = new HashMap<>();
        present.synonyms().values().forEach(synonym -> known.put(Meaning.of(synonym), synonym.id()));
        List<Synonym> written = new ArrayList<>();
        Set<String> kept = new HashSet<>();
        int unchanged = 0;
        // A line that stands in the file twice says nothing new the second time.
        for (Synonym synonym : new LinkedHashSet<>(read)) {
            String same = known.get(Meaning.of(synonym));
            boolean byId = synonym.equals(present.synonyms().get(synonym.id()));
            boolean fromText = synonym.id().startsWith("s") && synonym.id().length() == 16;
            if (byId || (same != null && (fromText || same.equals(synonym.id())) && isPlain(synonym))) {
                unchanged++;
                kept.add(byId || same == null ? synonym.id() : same);
            } else {
                written.add(synonym);
                kept.add(synonym.id());
            }
        }
        List<String> deleted = new ArrayList<>();
        if (replace) {
            present.synonyms().values().stream()
                    .filter(synonym -> lang.isEmpty() || synonym.lang().equals(lang))
                    .map(Synonym::id)
                    .filter(id -> !kept.contains(id))
                    .forEach(deleted::add);
        }
        return new SynonymMerge(written, unchanged, deleted);
    }

    /** Whether it says no more than the words: what Solr's format can say. */
    private static boolean isPlain(Synonym synonym) {
        return synonym.note().isEmpty()
                && synonym.weight() == Synonym.DEFAULT_WEIGHT
                && synonym.validity().from() == null
                && synonym.validity().until() == null;
    }

    /** Takes it over into a change set. */
    public ChangeSet into(Releases releases, String site, String changeSet, String actor) {
        return releases.merge(site, changeSet, written, deleted, EntryKind.SYNONYM, actor);
    }
}
