package dev.lotse.gateway.provider.testing;

import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a provider delivers. */
public final class Recording implements ChatSink {
    private final List<ChatEvent> events = new ArrayList<>();

    @Override
    public boolean accept(ChatEvent event) {
        events.add(event);
        return true;
    }

    public List<ChatEvent> events() {
        return List.copyOf(events);
    }

    /** The answer's text. */
    public String text() {
        var text = new StringBuilder();
        for (var event : events) {
            if (event instanceof ChatEvent.Delta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }
}
