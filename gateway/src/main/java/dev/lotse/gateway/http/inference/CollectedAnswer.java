package dev.lotse.gateway.http.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatMessage.ToolCall;
import dev.lotse.gateway.provider.chain.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers the pieces of one answer; a reset drops them all. Called by one thread at a time. */
final class CollectedAnswer implements StreamEvent.Consumer {
    private final List<ChatEvent> events = new ArrayList<>();

    @Override
    public synchronized boolean accept(StreamEvent event) {
        switch (event) {
            case StreamEvent.Begin ignored -> {}
            case StreamEvent.Piece(ChatEvent piece) -> events.add(piece);
            case StreamEvent.Reset ignored -> events.clear();
        }
        return true;
    }

    synchronized List<ChatEvent> events() {
        return List.copyOf(events);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (ChatEvent event : events()) {
            if (event instanceof ChatEvent.Delta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }

    String reasoning() {
        StringBuilder text = new StringBuilder();
        for (ChatEvent event : events()) {
            if (event instanceof ChatEvent.Reasoning reasoning) {
                text.append(reasoning.text());
            }
        }
        return text.toString();
    }

    List<ToolCall> toolCalls() {
        TreeMap<Integer, ToolCall> calls = new TreeMap<>();
        for (ChatEvent event : events()) {
            if (event instanceof ChatEvent.ToolCallDelta piece) {
                ToolCall next = new ToolCall(
                        piece.id() == null ? "" : piece.id(),
                        piece.name() == null ? "" : piece.name(),
                        piece.arguments());
                calls.merge(
                        piece.index(),
                        next,
                        (known, more) -> new ToolCall(
                                known.id().isEmpty() ? more.id() : known.id(),
                                known.name().isEmpty() ? more.name() : known.name(),
                                known.arguments() + more.arguments()));
            }
        }
        return List.copyOf(calls.values());
    }

    /** The log probabilities of all pieces in one, or null where there are none. */
    @Nullable
    JsonNode logprobs() {
        ArrayNode content = JsonNodeFactory.instance.arrayNode();
        boolean any = false;
        for (ChatEvent event : events()) {
            if (event instanceof ChatEvent.Delta delta && delta.logprobs() != null) {
                any = true;
                delta.logprobs().path("content").forEach(content::add);
            }
        }
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.set("content", content);
        return any ? all : null;
    }
}
