package dev.lotse.gateway.search;

import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.TestPages;
import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import dev.lotse.models.ModelException;
import dev.lotse.models.ModelSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An encoder that knows the answers it was given, fails for other texts, and can be held up. */
final class ScriptedEncoder implements Encoder {
    static final GenerationInfo INFO = new GenerationInfo("scripted@1", 4);

    private final Map<String, float[]> answers = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    void answer(String text, double degrees) {
        answers.put(text, TestPages.direction(degrees));
    }

    void block() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    int calls() {
        return calls.get();
    }

    @Override
    public ModelSpec model() {
        return new ModelSpec(
                "scripted",
                "1",
                ModelSpec.Kind.ENCODER,
                "file:none",
                "",
                "file:none",
                "",
                "Apache-2.0",
                4,
                ModelSpec.Pooling.MEAN,
                "",
                "",
                512,
                List.of("de", "en"));
    }

    @Override
    public Encoding encodeQuery(String text, boolean tokens) {
        calls.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException("interrupted", e);
        }
        float[] vector = answers.get(text);
        if (vector == null) {
            throw new ModelException("no answer for '" + text + "'");
        }
        return new Encoding(vector, null, 3, false);
    }

    @Override
    public List<Encoding> encodePassages(List<String> texts, boolean tokens) {
        return texts.stream().map(text -> encodeQuery(text, tokens)).toList();
    }

    @Override
    public int countTokens(String text) {
        return text.split(" ").length;
    }

    @Override
    public void close() {
        release();
    }
}
