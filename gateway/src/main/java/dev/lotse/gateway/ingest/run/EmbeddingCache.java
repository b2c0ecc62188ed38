package dev.lotse.gateway.ingest.run;

import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.run.PassageEncoder.Encoded;
import dev.lotse.ranking.late.TokenCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.function.Predicate;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vectors of a site's passages by hash, in a file that survives crashes: a killed run goes on where it was. Vectors of
 * another encoder are not found, and dropped at the end of the next run.
 *
 * <p>It is only a cache: a damaged file is moved aside, and everything is embedded again. Thread-safe.
 */
final class EmbeddingCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingCache.class);
    private static final String PREFIX = "vectors of ";
    private static final String TOKENS = "tokens of ";
    private static final int COMMIT_EVERY = 256;
    private static final int PAGE_CACHE_MEGABYTES = 8;

    private final Path file;
    private final String encoder;
    private final int dimension;
    private final String tokensVersion;
    private MVStore store;
    private MVMap<byte[], byte[]> vectors;
    private @Nullable MVMap<byte[], byte[]> tokens;
    private int uncommitted;

    private EmbeddingCache(Path file, String encoder, int dimension, String tokensVersion, MVStore store) {
        this.file = file;
        this.encoder = encoder;
        this.dimension = dimension;
        this.store = store;
        this.tokensVersion = tokensVersion;
        this.vectors = map(store, PREFIX + encoder);
        this.tokens = tokensMap(store);
    }

    private @Nullable MVMap<byte[], byte[]> tokensMap(MVStore in) {
        return tokensVersion.isEmpty() ? null : map(in, tokensName());
    }

    private String tokensName() {
        return TOKENS + encoder + " by " + tokensVersion;
    }

    /**
     * Opens or creates the cache.
     *
     * @param encoder id and version of the encoder
     * @param tokensVersion version of the token vectors that are kept beside each vector, empty for none
     * @throws IngestException when the file is in use or cannot be written
     */
    static EmbeddingCache open(Path file, String encoder, int dimension, String tokensVersion) {
        try {
            return new EmbeddingCache(file, encoder, dimension, tokensVersion, openStore(file));
        } catch (MVStoreException e) {
            if (!isDamage(e)) {
                throw failed(file, e);
            }
            moveAside(file, e);
            return new EmbeddingCache(file, encoder, dimension, tokensVersion, openStore(file));
        }
    }

    /** Whether there is everything for the hash that is to be kept. */
    synchronized boolean contains(String hash) {
        try {
            byte[] key = key(hash);
            return vectors.containsKey(key) && (tokens == null || tokens.containsKey(key));
        } catch (MVStoreException | IllegalStateException e) {
            startAnew(e);
            return false;
        }
    }

    /** The vectors for the hash, or null where any of them is missing. */
    synchronized @Nullable Encoded get(String hash) {
        try {
            byte[] vector = vectors.get(key(hash));
            if (vector == null || vector.length != dimension * Float.BYTES) {
                return null;
            }
            if (tokens == null) {
                return new Encoded(floats(vector), null);
            }
            byte[] codes = tokens.get(key(hash));
            return codes == null ? null : new Encoded(floats(vector), TokenCodes.read(codes, 0, codes.length));
        } catch (IllegalArgumentException e) {
            LOG.warn("{} holds token vectors that cannot be read ({}); they are made again", file, e.getMessage());
            return null;
        } catch (MVStoreException | IllegalStateException e) {
            startAnew(e);
            return null;
        }
    }

    /** Stores vectors; durable within the next few hundred calls, or with {@link #commit()}. */
    synchronized void put(String hash, Encoded encoded) {
        try {
            store(hash, encoded);
            if (++uncommitted >= COMMIT_EVERY) {
                commit();
            }
        } catch (MVStoreException | IllegalStateException e) {
            startAnew(e);
            store(hash, encoded);
        }
    }

    private void store(String hash, Encoded encoded) {
        TokenCodes codes = encoded.tokens();
        if (tokens != null && codes != null) {
            tokens.put(key(hash), codes.toBytes());
        }
        vectors.put(key(hash), bytes(encoded.vector()));
    }

    /** Makes everything durable that was put. */
    synchronized void commit() {
        uncommitted = 0;
        try {
            store.commit();
        } catch (MVStoreException e) {
            startAnew(e);
        }
    }

    /** Drops the vectors of other encoders, and those whose hash is not wanted any more. */
    synchronized void retain(Predicate<String> wanted) {
        try {
            for (String name : store.getMapNames()) {
                boolean otherVectors = name.startsWith(PREFIX) && !name.equals(PREFIX + encoder);
                boolean otherTokens = name.startsWith(TOKENS) && !name.equals(tokensName());
                if (otherVectors || otherTokens) {
                    store.removeMap(name);
                }
            }
            retain(vectors, wanted);
            if (tokens != null) {
                retain(tokens, wanted);
            }
            commit();
        } catch (MVStoreException | IllegalStateException e) {
            startAnew(e);
        }
    }

    private static void retain(MVMap<byte[], byte[]> map, Predicate<String> wanted) {
        Cursor<byte[], byte[]> cursor = map.cursor(null);
        while (cursor.hasNext()) {
            byte[] hash = cursor.next();
            if (!wanted.test(HexFormat.of().formatHex(hash))) {
                map.remove(hash);
            }
        }
    }

    synchronized long size() {
        return vectors.sizeAsLong();
    }

    @Override
    public synchronized void close() {
        try {
            store.close();
        } catch (MVStoreException e) {
            LOG.warn("cannot close {}: {}; what is missing in it is embedded again", file, e.getMessage());
            store.closeImmediately();
        }
    }

    /** Damage is met while reading, too; a disk that is full is not damage. */
    private void startAnew(RuntimeException cause) {
        if (!(cause instanceof MVStoreException e) || !isDamage(e)) {
            throw failed(file, cause);
        }
        store.closeImmediately();
        moveAside(file, cause);
        store = openStore(file);
        vectors = map(store, PREFIX + encoder);
        tokens = tokensMap(store);
        uncommitted = 0;
    }

    private static MVStore openStore(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw SiteFiles.unwritable(file, e);
        }
        return new MVStore.Builder()
                .fileName(file.toString())
                .cacheSize(PAGE_CACHE_MEGABYTES)
                .autoCommitBufferSize(4096)
                .backgroundExceptionHandler((thread, e) -> LOG.warn("cannot write {}: {}", file, e.getMessage()))
                .open();
    }

    private static MVMap<byte[], byte[]> map(MVStore store, String name) {
        return store.openMap(
                name,
                new MVMap.Builder<byte[], byte[]>()
                        .keyType(ByteArrayDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    private static boolean isDamage(MVStoreException e) {
        return switch (e.getErrorCode()) {
            case DataUtils.ERROR_FILE_CORRUPT,
                    DataUtils.ERROR_CHUNK_NOT_FOUND,
                    DataUtils.ERROR_BLOCK_NOT_FOUND,
                    DataUtils.ERROR_UNSUPPORTED_FORMAT,
                    DataUtils.ERROR_SERIALIZATION,
                    DataUtils.ERROR_UNKNOWN_DATA_TYPE,
                    DataUtils.ERROR_INTERNAL,
                    DataUtils.ERROR_READING_FAILED -> true;
            default -> false;
        };
    }

    private static void moveAside(Path file, RuntimeException cause) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        LOG.warn(
                "{} is damaged ({}); it is moved to {}, and all passages are embedded again",
                file,
                cause.getMessage(),
                aside);
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw SiteFiles.unwritable(file, e);
        }
    }

    private static IngestException failed(Path file, RuntimeException e) {
        if (e instanceof MVStoreException store && store.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
            return new IngestException(file + " is in use by another process; wait until that has ended", e);
        }
        return SiteFiles.unwritable(file, e);
    }

    private static byte[] key(String hash) {
        return HexFormat.of().parseHex(hash);
    }

    private static byte[] bytes(float[] vector) {
        ByteBuffer buffer = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(vector);
        return buffer.array();
    }

    private static float[] floats(byte[] stored) {
        float[] vector = new float[stored.length / Float.BYTES];
        ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}
