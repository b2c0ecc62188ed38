package dev.lotse.gateway.provider.testing;

import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.ChatEvent;
import dev.lotse.gateway.provider.ChatProvider;
import dev.lotse.gateway.provider.ChatRequest;
import dev.lotse.gateway.provider.ChatSink;
import dev.lotse.gateway.provider.FinishReason;
import dev.lotse.gateway.provider.ProviderError;
import dev.lotse.gateway.provider.Result;
import dev.lotse.gateway.provider.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A provider that does what it is told, call by call; the last behaviour goes on. */
public final class FakeChat implements ChatProvider {
    private final String name;
    private final Queue<Behaviour> behaviours = new ArrayDeque<>();
    private final List<CallLimits> calls = new ArrayList<>();

    /** What a call does. */
    @FunctionalInterface
    public interface Behaviour {
        Result<Completion> answer(CallLimits limits, ChatSink sink);
    }

    public FakeChat(String name, Behaviour... behaviours) {
        this.name = name;
        this.behaviours.addAll(List.of(behaviours));
    }

    /** Delivers these pieces and ends well. */
    public static Behaviour says(String... pieces) {
        return (limits, sink) -> {
            for (var piece : pieces) {
                if (!sink.accept(new ChatEvent.Delta(piece))) {
                    return new Result.Failed<>(new ProviderError.Cancelled());
                }
            }
            return ok();
        };
    }

    /** Fails before any piece. */
    public static Behaviour fails(ProviderError error) {
        return (limits, sink) -> new Result.Failed<>(error);
    }

    /** Delivers this and then fails. */
    public static Behaviour breaksAfter(String piece, ProviderError error) {
        return (limits, sink) -> {
            sink.accept(new ChatEvent.Delta(piece));
            return new Result.Failed<>(error, new Usage(10, 0, 0, 1, true));
        };
    }

    public static Result<Completion> ok() {
        return new Result.Ok<>(new Completion(FinishReason.STOP, "reported"), new Usage(10, 0, 0, 5, false));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Result<Completion> chat(String model, ChatRequest request, CallLimits limits, ChatSink sink) {
        Behaviour behaviour;
        synchronized (this) {
            calls.add(limits);
            behaviour = behaviours.size() > 1 ? behaviours.remove() : behaviours.element();
        }
        return behaviour.answer(limits, sink);
    }

    /** The limits of every call so far. */
    public synchronized List<CallLimits> calls() {
        return List.copyOf(calls);
    }
}
