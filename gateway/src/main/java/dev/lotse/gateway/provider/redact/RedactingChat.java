package dev.lotse.gateway.provider.redact;

import dev.lotse.gateway.privacy.PersonalDataFinder;
import dev.lotse.gateway.privacy.Redaction;
import dev.lotse.gateway.privacy.Restorer;
import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatMessage;
import dev.lotse.gateway.provider.ChatMessage.Part;
import dev.lotse.gateway.provider.ChatProvider;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatSink;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.Result;
import java.util.List;
import java.util.TreeMap;

/**
 * Asks a provider without the personal data in the messages: placeholders go out, and come back replaced, also where one is split
 * over two pieces of a stream. Reasoning keeps its placeholders. Pictures, tool definitions and extra fields are not looked into.
 * Thread-safe.
 */
public final class RedactingChat implements ChatProvider {
    private final ChatProvider provider;
    private final PersonalDataFinder finder;

    public RedactingChat(ChatProvider provider, PersonalDataFinder finder) {
        this.provider = provider;
        this.finder = finder;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Result<Completion> chat(String model, ChatRequest request, CallLimits limits, ChatSink sink) {
        var redaction = new Redaction(finder);
        var redacted = request.withMessages(request.messages().stream()
                .map(message -> redact(message, redaction))
                .toList());
        if (redaction.isEmpty()) {
            return provider.chat(model, request, limits, sink);
        }
        var restoring = new RestoringSink(sink, redaction);
        var result = provider.chat(model, redacted, limits, restoring);
        return switch (result) {
            case Result.Failed<Completion> failed -> failed;
            case Result.Ok<Completion> ok ->
                restoring.flush() ? ok : new Result.Failed<Completion>(new ProviderError.Cancelled(), ok.usage());
        };
    }

    private static ChatMessage redact(ChatMessage message, Redaction redaction) {
        return switch (message) {
            case ChatMessage.SystemMessage system -> new ChatMessage.SystemMessage(redaction.redact(system.text()));
            case ChatMessage.UserMessage user ->
                new ChatMessage.UserMessage(user.parts().stream()
                        .map(part ->
                                part instanceof Part.Text text ? new Part.Text(redaction.redact(text.text())) : part)
                        .toList());
            case ChatMessage.AssistantMessage assistant ->
                new ChatMessage.AssistantMessage(
                        redaction.redact(assistant.text()), redact(assistant.toolCalls(), redaction));
            case ChatMessage.ToolMessage tool ->
                new ChatMessage.ToolMessage(tool.toolCallId(), redaction.redact(tool.text()));
        };
    }

    private static List<ChatMessage.ToolCall> redact(List<ChatMessage.ToolCall> calls, Redaction redaction) {
        return calls.stream()
                .map(call -> new ChatMessage.ToolCall(call.id(), call.name(), redaction.redact(call.arguments())))
                .toList();
    }

    /** Not thread-safe. */
    private static final class RestoringSink implements ChatSink {
        private final ChatSink sink;
        private final Redaction redaction;
        private final Restorer text;
        /** Calls may arrive interleaved, so each has its own. */
        private final TreeMap<Integer, Restorer> arguments = new TreeMap<>();

        private RestoringSink(ChatSink sink, Redaction redaction) {
            this.sink = sink;
            this.redaction = redaction;
            this.text = redaction.restorer(false);
        }

        @Override
        public boolean accept(ChatEvent event) {
            return switch (event) {
                case ChatEvent.Reasoning reasoning -> sink.accept(reasoning);
                case ChatEvent.Delta delta -> {
                    var restored = text.feed(delta.text());
                    // Log probabilities belong to the text as the model wrote it, so they go once it was changed.
                    boolean same = restored.equals(delta.text());
                    yield restored.isEmpty() || sink.accept(same ? delta : new ChatEvent.Delta(restored));
                }
                case ChatEvent.ToolCallDelta call -> {
                    var restorer = arguments.computeIfAbsent(call.index(), ignored -> redaction.restorer(true));
                    yield sink.accept(new ChatEvent.ToolCallDelta(
                            call.index(), call.id(), call.name(), restorer.feed(call.arguments())));
                }
            };
        }

        /** Delivers what is held back; false where no more is wanted. */
        private boolean flush() {
            var rest = text.end();
            if (!rest.isEmpty() && !sink.accept(new ChatEvent.Delta(rest))) {
                return false;
            }
            for (var entry : arguments.entrySet()) {
                var held = entry.getValue().end();
                if (!held.isEmpty() && !sink.accept(new ChatEvent.ToolCallDelta(entry.getKey(), null, null, held))) {
                    return false;
                }
            }
            return true;
        }
    }
}
