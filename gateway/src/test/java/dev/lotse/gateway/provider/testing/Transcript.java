package dev.lotse.gateway.provider.testing;

import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.chain.StreamEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A caller that does as it should: it drops everything when told to, and complains about anything out of order. */
public final class Transcript implements StreamEvent.Consumer {
    private final List<StreamEvent> events = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private String provider = "";
    private int resets;

    @Override
    public synchronized boolean accept(StreamEvent event) {
        events.add(event);
        switch (event) {
            case StreamEvent.Begin begin -> {
                require(provider.isEmpty(), event);
                provider = begin.provider();
            }
            case StreamEvent.Piece piece -> {
                require(!provider.isEmpty(), event);
                if (piece.event() instanceof ChatEvent.Delta delta) {
                    text.append(delta.text());
                }
            }
            case StreamEvent.Reset ignored -> {
                require(!provider.isEmpty(), event);
                resets++;
                provider = "";
                text.setLength(0);
            }
        }
        return true;
    }

    private void require(boolean condition, StreamEvent event) {
        if (!condition) {
            throw new AssertionError(event + " is out of order after " + events);
        }
    }

    /** The text that the caller shows. */
    public synchronized String text() {
        return text.toString();
    }

    /** Whose text it is. */
    public synchronized String provider() {
        return provider;
    }

    public synchronized int resets() {
        return resets;
    }

    public List<StreamEvent> events() {
        return List.copyOf(events);
    }
}
