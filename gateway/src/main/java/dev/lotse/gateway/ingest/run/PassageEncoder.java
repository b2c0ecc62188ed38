package dev.lotse.gateway.ingest.run;

import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import dev.lotse.models.TokenProjection;
import dev.lotse.models.TokenVectors;
import dev.lotse.ranking.late.TokenCodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes passages: one pass of the model gives the passage's vector and, where the encoder has a projection, its token
 * vectors. Thread-safe.
 */
record PassageEncoder(Encoder encoder) {

    /**
     * What is kept of a passage.
     *
     * @param vector unit vector
     * @param tokens token vectors, or null where the encoder has no projection
     */
    record Encoded(float[] vector, @Nullable TokenCodes tokens) {}

    /** Version of the token vectors, or empty where there are none. */
    String tokensVersion() {
        return encoder.projection().map(TokenProjection::version).orElse("");
    }

    /** One result for each input, in order; inputs are as {@code PassageText} makes them, the title on the first line. */
    List<Encoded> encode(List<String> inputs) {
        TokenProjection projection = encoder.projection().orElse(null);
        List<Encoding> encodings = encoder.encodePassages(inputs, projection != null);
        List<Encoded> encoded = new ArrayList<>(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            Encoding encoding = encodings.get(i);
            TokenVectors tokens = encoding.tokens();
            encoded.add(new Encoded(
                    encoding.vector(),
                    projection == null || tokens == null ? null : codes(inputs.get(i), projection.apply(tokens))));
        }
        return encoded;
    }

    private TokenCodes codes(String input, TokenVectors tokens) {
        int lineEnd = input.indexOf('\n');
        int title = encoder.countTokens(lineEnd < 0 ? input : input.substring(0, lineEnd));
        return TokenCodes.of(title, tokens.ids(), tokens.values(), tokens.dimension());
    }
}
