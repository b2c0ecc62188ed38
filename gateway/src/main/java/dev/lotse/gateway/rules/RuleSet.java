package dev.lotse.gateway.rules;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The synonyms and rules of a site at one time. Immutable.
 *
 * @param synonyms by id
 * @param rules by id
 */
public record RuleSet(SortedMap<String, Synonym> synonyms, SortedMap<String, Rule> rules) {
    /** Nothing. */
    public static final RuleSet EMPTY = new RuleSet(new TreeMap<>(), new TreeMap<>());

    public RuleSet {
        synonyms = Collections.unmodifiableSortedMap(new TreeMap<>(synonyms));
        rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
    }

    /** Of these entries; of two with the same id the later. */
    public static RuleSet of(Collection<? extends Entry> entries) {
        SortedMap<String, Synonym> synonyms = new TreeMap<>();
        SortedMap<String, Rule> rules = new TreeMap<>();
        for (Entry entry : entries) {
            switch (entry) {
                case Synonym synonym -> synonyms.put(synonym.id(), synonym);
                case Rule rule -> rules.put(rule.id(), rule);
            }
        }
        return new RuleSet(synonyms, rules);
    }

    /** The entries of a kind, by id. */
    public Map<String, ? extends Entry> of(EntryKind kind) {
        return kind == EntryKind.SYNONYM ? synonyms : rules;
    }

    /** This without one entry. */
    public RuleSet without(EntryKind kind, String id) {
        SortedMap<String, Synonym> fewerSynonyms = new TreeMap<>(synonyms);
        SortedMap<String, Rule> fewerRules = new TreeMap<>(rules);
        (kind == EntryKind.SYNONYM ? fewerSynonyms : fewerRules).remove(id);
        return new RuleSet(fewerSynonyms, fewerRules);
    }

    /** Number of entries. */
    public int size() {
        return synonyms.size() + rules.size();
    }
}
