package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.deadline.NanoClock;
import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatSink;
import dev.lotse.gateway.provider.ProviderError;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one attempt at a time through to the caller. An attempt owns the stream from its first piece until it is closed; pieces of
 * any other, and of one that was closed, are refused. When an owner fails, the caller is told to drop its pieces before another can
 * become the owner. So text of two attempts cannot mix, whatever threads do.
 */
final class FencedStream {
    private final StreamEvent.Consumer consumer;
    private final NanoClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Fence owner;
    private boolean callerGone;

    FencedStream(StreamEvent.Consumer consumer, NanoClock clock) {
        this.consumer = consumer;
        this.clock = clock;
    }

    /** A way in for one attempt. */
    Fence fence(Admission<?> admission, Runnable onFirst) {
        return new Fence(admission, onFirst);
    }

    boolean callerGone() {
        lock.lock();
        try {
            return callerGone;
        } finally {
            lock.unlock();
        }
    }

    /** The way in of one attempt. */
    final class Fence implements ChatSink {
        private final Admission<?> admission;
        private final Runnable onFirst;
        private boolean closed;
        private boolean delivered;
        private @Nullable Duration firstToken;

        private Fence(Admission<?> admission, Runnable onFirst) {
            this.admission = admission;
            this.onFirst = onFirst;
        }

        @Override
        public boolean accept(ChatEvent event) {
            lock.lock();
            try {
                if (closed || callerGone || (owner != null && owner != this)) {
                    return false;
                }
                if (owner == null) {
                    owner = this;
                    delivered = true;
                    firstToken = Duration.ofNanos(clock.nanos() - admission.startNanos());
                    onFirst.run();
                    send(new StreamEvent.Begin(
                            admission.number(),
                            admission.target().providerName(),
                            admission.target().model()));
                }
                send(new StreamEvent.Piece(event));
                return !callerGone;
            } finally {
                lock.unlock();
            }
        }

        /**
         * The attempt answered; an answer without a piece begins here.
         *
         * @return whether it is the caller's answer; false where another attempt was first
         */
        boolean complete() {
            lock.lock();
            try {
                if (owner == null && !closed && !callerGone) {
                    owner = this;
                    delivered = true;
                    send(new StreamEvent.Begin(
                            admission.number(),
                            admission.target().providerName(),
                            admission.target().model()));
                }
                closed = true;
                return owner == this;
            } finally {
                lock.unlock();
            }
        }

        /** The attempt failed; nothing of it passes any more, and what did is taken back. */
        void fail(ProviderError error) {
            lock.lock();
            try {
                closed = true;
                if (owner == this) {
                    send(new StreamEvent.Reset(error.kind()));
                    owner = null;
                }
            } finally {
                lock.unlock();
            }
        }

        boolean delivered() {
            lock.lock();
            try {
                return delivered;
            } finally {
                lock.unlock();
            }
        }

        /** From the start of the call to its first piece, or null. */
        @Nullable
        Duration firstToken() {
            lock.lock();
            try {
                return firstToken;
            } finally {
                lock.unlock();
            }
        }

        private void send(StreamEvent event) {
            if (!callerGone && !consumer.accept(event)) {
                callerGone = true;
            }
        }
    }
}
