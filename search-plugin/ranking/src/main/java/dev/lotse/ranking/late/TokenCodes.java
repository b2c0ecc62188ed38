package dev.lotse.ranking.late;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The token vectors of one passage as they are stored: a signed byte for each dimension, with a scale for each token.
 *
 * <p>The codes lie dimension by dimension ({@code codes[d * count + t]}): so the inner loop of {@link MaxSim} runs over the
 * tokens, which a JIT compiler turns into vector instructions without reordering any sum.
 *
 * @param headTokens how many of the first tokens are the page's title, 0 to {@code count}
 * @param ids the vocabulary id of each token
 * @param scales what a code of a token is multiplied by
 * @param codes length {@code count * dimension}
 * @param dimension length of a vector, 1 to 256
 */
public record TokenCodes(int headTokens, int[] ids, float[] scales, byte[] codes, int dimension) {
    /** Tokens beyond this are not stored; with 64 dimensions that is 18.4 kB. */
    public static final int MAX_TOKENS = 256;

    private static final int HEADER = 3 * Short.BYTES;
    private static final int PER_TOKEN = Integer.BYTES + Float.BYTES;
    private static final int MAX_CODE = 127;

    public TokenCodes {
        int count = ids.length;
        if (dimension < 1 || dimension > 256 || count > MAX_TOKENS) {
            throw new IllegalArgumentException(count + " tokens of " + dimension + " dimensions; allowed are at most "
                    + MAX_TOKENS + " of 1 to 256");
        }
        if (headTokens < 0 || headTokens > count) {
            throw new IllegalArgumentException(headTokens + " of " + count + " tokens cannot be the title");
        }
        if (scales.length != count || codes.length != count * dimension) {
            throw new IllegalArgumentException("scales and codes do not fit " + count + " tokens");
        }
    }

    /** Number of tokens. */
    public int count() {
        return ids.length;
    }

    /**
     * Quantises vectors.
     *
     * @param headTokens how many of the first tokens are the title; more than there are is taken as all
     * @param ids vocabulary id of each token; those beyond {@link #MAX_TOKENS} are left out
     * @param rows one vector after the other
     */
    public static TokenCodes of(int headTokens, int[] ids, float[] rows, int dimension) {
        int count = Math.min(ids.length, MAX_TOKENS);
        float[] scales = new float[count];
        byte[] codes = new byte[count * dimension];
        for (int t = 0; t < count; t++) {
            float max = 0;
            for (int d = 0; d < dimension; d++) {
                max = Math.max(max, Math.abs(rows[t * dimension + d]));
            }
            float scale = max / MAX_CODE;
            scales[t] = scale;
            for (int d = 0; d < dimension && scale > 0; d++) {
                codes[d * count + t] = (byte) Math.round(rows[t * dimension + d] / scale);
            }
        }
        return new TokenCodes(Math.min(headTokens, count), Arrays.copyOf(ids, count), scales, codes, dimension);
    }

    /** The stored form; {@link #read} takes it back. */
    public byte[] toBytes() {
        ByteBuffer out =
                ByteBuffer.allocate(HEADER + count() * PER_TOKEN + codes.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) count()).putShort((short) dimension).putShort((short) headTokens);
        for (int id : ids) {
            out.putInt(id);
        }
        for (float scale : scales) {
            out.putFloat(scale);
        }
        return out.put(codes).array();
    }

    /**
     * Reads the stored form.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static TokenCodes read(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length).order(ByteOrder.LITTLE_ENDIAN);
        if (length < HEADER) {
            throw new IllegalArgumentException(length + " bytes are too few for token vectors");
        }
        int count = in.getShort();
        int dimension = in.getShort();
        int head = in.getShort();
        if (count < 0 || dimension < 1 || length != HEADER + count * PER_TOKEN + count * dimension) {
            throw new IllegalArgumentException(
                    length + " bytes do not hold " + count + " tokens of " + dimension + " dimensions");
        }
        int[] ids = new int[count];
        float[] scales = new float[count];
        byte[] codes = new byte[count * dimension];
        in.asIntBuffer().get(ids);
        in.position(in.position() + count * Integer.BYTES);
        in.asFloatBuffer().get(scales);
        in.position(in.position() + count * Float.BYTES);
        in.get(codes);
        return new TokenCodes(head, ids, scales, codes, dimension);
    }
}
