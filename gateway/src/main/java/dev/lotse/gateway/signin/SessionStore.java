package dev.lotse.gateway.signin;

import java.time.Instant;
import java.util.Optional;

/** Keeps sessions where every gateway finds them. Thread-safe. */
public interface SessionStore {
    /** Keeps a session, and forgets those that ended before now. */
    void add(Session session, Instant now);

    /** A session that has not ended. */
    Optional<Session> find(String tokenHash, Instant now);

    /** Ends a session; nothing where there is none. */
    void remove(String tokenHash);
}
