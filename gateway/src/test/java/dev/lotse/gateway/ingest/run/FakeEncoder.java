package dev.lotse.gateway.ingest.run;

import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import dev.lotse.models.ModelException;
import dev.lotse.models.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The same text gives the same vector; a token is a word. Remembers what it encoded and fails when told to. */
final class FakeEncoder implements Encoder {
    private static final int DIMENSION = 8;

    private final ModelSpec model;
    private final Set<String> encoded = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final int failAfter;

    FakeEncoder() {
        this("1", Integer.MAX_VALUE);
    }

    /** Fails once so many passages were encoded. */
    FakeEncoder(String version, int failAfter) {
        this.failAfter = failAfter;
        this.model = new ModelSpec(
                "fake",
                version,
                ModelSpec.Kind.ENCODER,
                "file:fake",
                "",
                "file:fake",
                "",
                "Apache-2.0",
                DIMENSION,
                ModelSpec.Pooling.MEAN,
                "",
                "",
                512,
                List.of("de", "en"));
    }

    int encodedCount() {
        return count.get();
    }

    Set<String> encodedTexts() {
        return encoded;
    }

    @Override
    public ModelSpec model() {
        return model;
    }

    @Override
    public Encoding encodeQuery(String text, boolean tokens) {
        return encode(text);
    }

    @Override
    public List<Encoding> encodePassages(List<String> texts, boolean tokens) {
        List<Encoding> encodings = new ArrayList<>();
        for (String text : texts) {
            if (count.getAndIncrement() >= failAfter) {
                throw new ModelException("the fake encoder was told to fail");
            }
            encodings.add(encode(text));
            encoded.add(text);
        }
        return encodings;
    }

    private Encoding encode(String text) {
        float[] vector = new float[DIMENSION];
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = 1f + Math.floorMod((text + i).hashCode(), 1000);
            squares += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return new Encoding(vector, null, countTokens(text), false);
    }

    @Override
    public int countTokens(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? 0 : stripped.split("\\s+", -1).length;
    }

    @Override
    public void close() {}
}
