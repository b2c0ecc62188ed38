package dev.lotse.models;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Makes the token vectors of an encoder short enough to be kept for every passage: the mean token is taken off, what is
 * left is projected on the directions of its largest variance, and brought back to unit length.
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenProjection {
    private static final int MAGIC = 0x4C54504A;
    private static final int FORMAT = 1;

    private final String encoder;
    private final float[] mean;
    private final float[] matrix;
    private final int dimension;
    private final String version;

    /**
     * @param encoder {@code id@version} of the encoder that it belongs to
     * @param mean the mean token vector
     * @param matrix for each dimension of the encoder its share in each direction: {@code mean.length * dimension}
     * @param dimension length of the projected vectors, 1 to 256
     */
    public TokenProjection(String encoder, float[] mean, float[] matrix, int dimension) {
        if (dimension < 1 || dimension > 256 || matrix.length != mean.length * dimension) {
            throw new IllegalArgumentException("a projection from " + mean.length + " to " + dimension
                    + " dimensions cannot have " + matrix.length + " numbers");
        }
        this.encoder = encoder;
        this.mean = mean.clone();
        this.matrix = matrix.clone();
        this.dimension = dimension;
        this.version = digest(toBytes());
    }

    /** The projection that ships for the encoder, or empty where there is none. */
    public static Optional<TokenProjection> bundled(ModelSpec model) {
        String name = "projections/" + model.versionedId() + ".bin";
        try (InputStream in = TokenProjection.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(read(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws ModelException when it is no projection, or truncated
     */
    public static TokenProjection read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC || in.readInt() != FORMAT) {
                throw new ModelException("This is no token projection of format " + FORMAT + ".");
            }
            String encoder = in.readUTF();
            int from = in.readUnsignedShort();
            int to = in.readUnsignedShort();
            float[] mean = floats(in, from);
            float[] matrix = floats(in, from * to);
            if (in.read() >= 0) {
                throw new ModelException("The token projection of " + encoder + " has bytes behind its end.");
            }
            return new TokenProjection(encoder, mean, matrix, to);
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException("The token projection is truncated or damaged: " + e, e);
        }
    }

    private static float[] floats(DataInputStream in, int count) throws IOException {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }

    /** The file form. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
            out.writeUTF(encoder);
            out.writeShort(mean.length);
            out.writeShort(dimension);
            for (float value : mean) {
                out.writeFloat(value);
            }
            for (float value : matrix) {
                out.writeFloat(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** {@code id@version} of the encoder that it belongs to. */
    public String encoder() {
        return encoder;
    }

    /** Changes when anything in it changes: 12 hexadecimal digits. */
    public String version() {
        return version;
    }

    /** Length of the projected vectors. */
    public int dimension() {
        return dimension;
    }

    /**
     * Projects token vectors.
     *
     * @return the same tokens with unit vectors of {@link #dimension()}
     * @throws IllegalArgumentException when they are not as long as this encoder's
     */
    public TokenVectors apply(TokenVectors tokens) {
        int from = mean.length;
        if (tokens.dimension() != from) {
            throw new IllegalArgumentException(
                    "token vectors of " + tokens.dimension() + " dimensions; the projection is from " + from);
        }
        float[] rows = new float[tokens.count() * dimension];
        float[] row = new float[dimension];
        for (int t = 0; t < tokens.count(); t++) {
            Arrays.fill(row, 0);
            for (int d = 0; d < from; d++) {
                float value = tokens.values()[t * from + d] - mean[d];
                int at = d * dimension;
                for (int k = 0; k < dimension; k++) {
                    row[k] += value * matrix[at + k];
                }
            }
            double squares = 0;
            for (float value : row) {
                squares += (double) value * value;
            }
            float scale = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
            for (int k = 0; k < dimension; k++) {
                rows[t * dimension + k] = row[k] * scale;
            }
        }
        return new TokenVectors(tokens.ids(), rows, dimension);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
