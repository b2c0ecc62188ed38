package dev.lotse.gateway.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The level that gateways share. Whatever is wrong with it, a call ends within the time given and answers as if nothing were
 * stored. Thread-safe.
 */
public interface SharedCache {

    /** Whether there are other gateways to share with. */
    default boolean isShared() {
        return true;
    }

    /** Looks for an entry. */
    Found get(CacheKey key, Duration atMost);

    /** Asks to be the one gateway that makes this response. */
    Lock lock(CacheKey key, Duration atMost);

    /** Looks again for a response that another gateway makes. */
    Waiting look(CacheKey key, Duration atMost);

    /** Stores without making anyone wait, and gives up the lock. */
    void store(CacheKey key, Entry entry, Lock lock);

    /** Gives up a lock without making anyone wait. */
    void unlock(CacheKey key, Lock lock);

    /**
     * What each site's entries must be made after: the token changes with every purge.
     *
     * @return token by site, without those that were never purged; empty where the store cannot be asked
     */
    Optional<Map<String, String>> epochs(Collection<String> sites, Duration atMost);

    /** Publishes a purge; false where the store cannot be reached. */
    boolean publishEpoch(String site, String token, Duration atMost);

    /**
     * How the asking for a lock ended.
     *
     * @param state who has it
     * @param token proves the ownership; null unless it is ours
     */
    record Lock(State state, @Nullable String token) {
        /** Another gateway has it. */
        public static final Lock TAKEN = new Lock(State.TAKEN, null);

        /** The store cannot be asked. */
        public static final Lock AWAY = new Lock(State.AWAY, null);

        /** Who has a lock. */
        public enum State {
            OURS,
            TAKEN,
            AWAY
        }
    }

    /**
     * What a look for an entry brought.
     *
     * @param entry the entry, if it is there, whole, and not too old
     * @param reachable whether the store answered; if not, asking it more would only cost time
     */
    record Found(Optional<Entry> entry, boolean reachable) {
        /** The store answered that it has nothing. */
        public static final Found NOTHING = new Found(Optional.empty(), true);

        /** The store did not answer. */
        public static final Found AWAY = new Found(Optional.empty(), false);
    }

    /**
     * A look at a response in the making.
     *
     * @param entry the response, if it has come
     * @param inTheMaking whether some gateway still has the lock
     */
    record Waiting(Optional<Entry> entry, boolean inTheMaking) {
        /** Neither is there. */
        public static final Waiting GIVEN_UP = new Waiting(Optional.empty(), false);
    }

    /** For a gateway that shares with no other. */
    SharedCache NONE = new SharedCache() {
        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public Found get(CacheKey key, Duration atMost) {
            return Found.AWAY;
        }

        @Override
        public Lock lock(CacheKey key, Duration atMost) {
            return Lock.AWAY;
        }

        @Override
        public Waiting look(CacheKey key, Duration atMost) {
            return Waiting.GIVEN_UP;
        }

        @Override
        public void store(CacheKey key, Entry entry, Lock lock) {}

        @Override
        public void unlock(CacheKey key, Lock lock) {}

        @Override
        public Optional<Map<String, String>> epochs(Collection<String> sites, Duration atMost) {
            return Optional.empty();
        }

        @Override
        public boolean publishEpoch(String site, String token, Duration atMost) {
            return false;
        }
    };
}
