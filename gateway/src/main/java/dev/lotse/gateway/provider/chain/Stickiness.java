package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.deadline.NanoClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which target answered a conversation last, so that the next turn goes there again: the same voice, and the provider's prompt
 * cache is warm. Bounded in number and time; thread-safe.
 */
final class Stickiness {
    private static final int MAX_CONVERSATIONS = 10_000;

    private final long nanos;
    private final NanoClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Last> conversations = new LinkedHashMap<>();

    Stickiness(Duration stickyFor, NanoClock clock) {
        this.nanos = stickyFor.toNanos();
        this.clock = clock;
    }

    @Nullable
    String target(String conversation) {
        lock.lock();
        try {
            var last = conversations.get(conversation);
            return last == null || clock.nanos() - last.at() >= nanos ? null : last.target();
        } finally {
            lock.unlock();
        }
    }

    void answered(String conversation, String target) {
        if (nanos == 0) {
            return;
        }
        lock.lock();
        try {
            // Taken out first, so that the map stays in order of time.
            conversations.remove(conversation);
            conversations.put(conversation, new Last(target, clock.nanos()));
            var eldest = conversations.values().iterator();
            while (eldest.hasNext()) {
                boolean stale = clock.nanos() - eldest.next().at() >= nanos;
                if (!stale && conversations.size() <= MAX_CONVERSATIONS) {
                    break;
                }
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    private record Last(String target, long at) {}
}
