package dev.lotse.gateway.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Changes that are published together, and nobody else's.
 *
 * @param createdBy who made it, see {@link AuditEntry#actor()}
 * @param publishAt when it is to be published, or null
 * @param release the number that it was published as, or null
 * @param revision rises with every change of it or of an entry in it, from 1
 */
public record ChangeSet(
        String id,
        String name,
        String note,
        State state,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        @Nullable Instant publishAt,
        @Nullable Integer release,
        int revision) {

    /** Where it stands. */
    public enum State {
        OPEN("open"),
        /** Will be published at its time; may be edited until then, which takes it off the schedule. */
        SCHEDULED("scheduled"),
        PUBLISHED("published"),
        DISCARDED("discarded");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        /** The name in the API and in the store. */
        public String wireName() {
            return wireName;
        }
    }

    /** Whether it can be edited. */
    public boolean isOpen() {
        return state == State.OPEN || state == State.SCHEDULED;
    }

    /** The same after an edit, which takes it off the schedule: what is published is what was looked at. */
    ChangeSet edited(Instant at) {
        return new ChangeSet(id, name, note, State.OPEN, createdAt, createdBy, at, null, release, revision + 1);
    }

    ChangeSet renamed(String newName, String newNote, Instant at) {
        return new ChangeSet(id, newName, newNote, state, createdAt, createdBy, at, publishAt, release, revision + 1);
    }

    ChangeSet in(State next, @Nullable Instant time, @Nullable Integer number, Instant at) {
        return new ChangeSet(id, name, note, next, createdAt, createdBy, at, time, number, revision + 1);
    }
}
