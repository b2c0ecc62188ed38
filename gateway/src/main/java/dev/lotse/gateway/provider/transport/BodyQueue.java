package dev.lotse.gateway.provider.transport;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A response body that one virtual thread reads with a time limit of its own for every read, and that can be dropped at any
 * point, which closes the connection (HTTP/1.1) or resets the stream (HTTP/2). At most one delivery of the client waits here, so
 * a slow reader slows the provider down instead of filling the memory.
 */
final class BodyQueue implements HttpResponse.BodySubscriber<BodyQueue>, AutoCloseable {
    private static final long LINGER_MILLIS = 1_000;
    private static final long LINGER_BYTES = 16 << 10;

    private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private boolean finished;
    private volatile boolean discarding;
    private volatile boolean completed;
    private long discarded;

    @Override
    public CompletionStage<BodyQueue> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        if (!subscription.compareAndSet(null, newSubscription) || closed.get()) {
            newSubscription.cancel();
            return;
        }
        newSubscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (discarding) {
            discarded += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
            if (discarded > LINGER_BYTES) {
                cancel();
            } else {
                requestNext();
            }
        } else if (buffers.stream().anyMatch(ByteBuffer::hasRemaining)) {
            items.add(new Bytes(buffers));
        } else {
            requestNext();
        }
    }

    @Override
    public void onError(Throwable error) {
        completed = true;
        items.add(new Broken(error));
    }

    @Override
    public void onComplete() {
        completed = true;
        items.add(new End());
    }

    /**
     * The next bytes, or empty at the end of the body.
     *
     * @return null where nothing arrived in time
     * @throws IOException when the connection broke before the body's end
     */
    @Nullable
    List<ByteBuffer> read(long nanos) throws IOException, InterruptedException {
        if (finished) {
            return List.of();
        }
        var item = items.poll();
        if (item == null) {
            item = items.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        }
        return switch (item) {
            case null -> null;
            case Bytes bytes -> {
                requestNext();
                yield bytes.buffers();
            }
            case Broken broken -> {
                finished = true;
                throw new IOException("the body broke off", broken.error());
            }
            case End ignored -> {
                finished = true;
                yield List.of();
            }
        };
    }

    /**
     * Lets the body end by itself without reading it, so that the connection serves the next call: an answer's last event
     * usually arrives just before the body's end. A body that goes on is dropped after a second or 16 KiB.
     */
    void release() {
        if (finished || !closed.compareAndSet(false, true)) {
            return;
        }
        discarding = true;
        requestNext();
        CompletableFuture.delayedExecutor(LINGER_MILLIS, TimeUnit.MILLISECONDS).execute(() -> {
            if (!completed) {
                cancel();
            }
        });
    }

    /** Drops what is still to come. A body that was read to its end leaves its connection for the next call. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && !finished) {
            cancel();
        }
    }

    private void cancel() {
        var current = subscription.get();
        if (current != null) {
            current.cancel();
        }
    }

    private void requestNext() {
        var current = subscription.get();
        if (current != null) {
            current.request(1);
        }
    }

    private sealed interface Item {}

    private record Bytes(List<ByteBuffer> buffers) implements Item {}

    private record Broken(Throwable error) implements Item {}

    private record End() implements Item {}
}
