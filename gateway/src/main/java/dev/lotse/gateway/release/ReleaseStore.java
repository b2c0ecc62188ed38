package dev.lotse.gateway.release;

import dev.lotse.gateway.rules.EntryKind;
import dev.lotse.gateway.rules.RuleSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps releases, change sets and the audit trail. What {@link #write} returned from survives {@code kill -9}. Thread-safe.
 */
public interface ReleaseStore {

    /**
     * The number of the release in force, by site; empty where nothing was ever written. It is asked for every second.
     *
     * @throws StoreException when the store cannot be reached
     */
    Map<String, Integer> latest();

    /** Reads one consistent state. */
    <T> T read(String site, Function<Reader, T> work);

    /** Reads and writes in one transaction; transactions on one site come one after the other, also across processes. */
    <T> T write(String site, Function<Writer, T> work);

    /** Reading, of one site. Used by one thread. */
    interface Reader {
        /** The number of the release in force, or 0. */
        int latest();

        /** A release. */
        Optional<Release> release(int number);

        /** Releases below a number, the latest first. */
        List<Release> releases(int before, int limit);

        /** What a release holds. */
        Optional<RuleSet> content(int number);

        /** The latest first. */
        List<ChangeSet> changeSets(boolean openOnly, int limit);

        /** A change set. */
        Optional<ChangeSet> changeSet(String id);

        /** The entries in a change set, by kind and id. */
        List<Change> changes(String changeSet);

        /** Entries below an id, the latest first. */
        List<AuditEntry> audit(int before, int limit);
    }

    /** Writing, of one site. Used by one thread. */
    interface Writer extends Reader {
        /** Adds or replaces. */
        void put(ChangeSet changeSet);

        /** Adds or replaces. */
        void put(String changeSet, List<Change> changes);

        /** Takes an entry out of a change set. */
        void remove(String changeSet, EntryKind kind, String id);

        /** Adds a release. */
        void add(Release release, RuleSet content);

        /** Adds an entry; its id and chain follow from the last one. */
        void audit(AuditEntry entry);
    }
}
