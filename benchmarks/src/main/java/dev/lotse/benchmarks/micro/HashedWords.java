package dev.lotse.benchmarks.micro;

import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import dev.lotse.models.ModelSpec;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Vectors of the length of the real ones from hashed words, so that an index can be built without a model. What the engine does with
 * vectors takes as long as with real ones; which pages it finds is another matter, and no benchmark of this class asks.
 */
final class HashedWords implements Encoder {
    private static final int DIMENSION = 384;
    private static final Pattern BREAKS = Pattern.compile("\\P{L}+");

    @Override
    public ModelSpec model() {
        return new ModelSpec(
                "hashed-words",
                "1",
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
        vector[0] = 0.5f;
        for (String word : BREAKS.split(text.toLowerCase(Locale.ROOT), -1)) {
            vector[Math.floorMod(word.hashCode() * 31, DIMENSION)] += 1;
        }
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return new Encoding(vector, null, countTokens(text), false);
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
    public void close() {}
}
