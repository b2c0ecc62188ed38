package dev.lotse.gateway;

import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import dev.lotse.models.ModelSpec;
import java.util.List;
import java.util.Locale;

/** A bag of hashed words as a unit vector: texts with the same words are near each other. Needs no model file. */
final class HashingEncoder implements Encoder {
    private static final int DIMENSION = 64;

    private final String version;
    private volatile boolean closed;

    HashingEncoder() {
        this("1");
    }

    /** Another version is another model to everyone who asks. */
    HashingEncoder(String version) {
        this.version = version;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public ModelSpec model() {
        return new ModelSpec(
                "hashing",
                version,
                ModelSpec.Kind.ENCODER,
                "file:none",
                "",
                "file:none",
                "",
                "Apache-2.0",
                DIMENSION,
                ModelSpec.Pooling.MEAN,
                "",
                "",
                512,
                List.of("de", "en"));
    }

    @Override
    public Encoding encodeQuery(String text, boolean tokens) {
        float[] vector = new float[DIMENSION];
        for (String word : text.toLowerCase(Locale.ROOT).split("\\P{L}+", -1)) {
            if (!word.isEmpty()) {
                vector[Math.floorMod(word.hashCode(), DIMENSION)] += 1;
            }
        }
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        if (squares == 0) {
            vector[0] = 1;
            squares = 1;
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return new Encoding(vector, null, text.split(" ", -1).length, false);
    }

    @Override
    public List<Encoding> encodePassages(List<String> texts, boolean tokens) {
        return texts.stream().map(text -> encodeQuery(text, tokens)).toList();
    }

    @Override
    public int countTokens(String text) {
        return text.isEmpty() ? 0 : text.split(" ", -1).length;
    }

    @Override
    public void close() {
        closed = true;
    }
}
