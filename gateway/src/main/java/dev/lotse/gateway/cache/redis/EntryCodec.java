package dev.lotse.gateway.cache.redis;

import dev.lotse.gateway.cache.BodyTemplate;
import dev.lotse.gateway.cache.CacheKey;
import dev.lotse.gateway.cache.Entry;
import dev.lotse.gateway.cache.Lifetime;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * An entry as bytes, format 1, numbers big-endian:
 *
 * <pre>
 *  0  4  "LOTS"
 *  4  1  format, 1
 *  5  1  flags: bit 0, the body is deflated (RFC 1951)
 *  6  8  made at, milliseconds since 1970
 * 14  8  fresh for, milliseconds
 * 22  8  stale for, milliseconds
 * 30  4  place of the id, 34 4 of the note; −1 for none
 * 38  4  length of the body
 * 42  …  body
 * end 4  CRC-32C of the key's digest and of all bytes before
 * </pre>
 *
 * The checksum covers the key, so that bytes that ended up under another key are no entry there. What does not fit in every
 * respect is no entry. Thread-safe.
 */
final class EntryCodec {
    private static final int MAGIC = 0x4C4F5453;
    private static final byte FORMAT = 1;
    private static final byte DEFLATED = 1;
    private static final int HEADER = 42;
    private static final int SUM = 4;

    private final int compressAbove;
    private final int maxBody;
    private final InstantSource wallClock;

    /**
     * @param compressAbove longer bodies are compressed, in bytes
     * @param maxBody longest body that is read
     * @param wallClock tells the age across gateways
     */
    EntryCodec(int compressAbove, int maxBody, InstantSource wallClock) {
        this.compressAbove = compressAbove;
        this.maxBody = maxBody;
        this.wallClock = wallClock;
    }

    byte[] encode(CacheKey key, Entry entry, long nowNanos) {
        byte[] body = entry.body().bytes();
        byte[] stored = body.length > compressAbove ? deflate(body) : body;
        boolean deflated = stored.length < body.length;
        if (!deflated) {
            stored = body;
        }
        ByteBuffer out = ByteBuffer.allocate(HEADER + stored.length + SUM);
        out.putInt(MAGIC).put(FORMAT).put(deflated ? DEFLATED : 0);
        out.putLong(wallClock.millis() - entry.age(nowNanos).toMillis());
        out.putLong(entry.lifetime().fresh().toMillis());
        out.putLong(entry.lifetime().stale().toMillis());
        out.putInt(entry.body().idAt()).putInt(entry.body().noteAt());
        out.putInt(body.length).put(stored);
        out.putInt(sum(key, out.array(), out.position()));
        return out.array();
    }

    /** The entry; empty for bytes that are none, or one that is too old. */
    Optional<Entry> decode(CacheKey key, byte[] bytes, long nowNanos) {
        try {
            return read(key, bytes, nowNanos);
        } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException | DataFormatException e) {
            return Optional.empty();
        }
    }

    private Optional<Entry> read(CacheKey key, byte[] bytes, long nowNanos) throws DataFormatException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER + SUM
                || in.getInt() != MAGIC
                || in.get() != FORMAT
                || in.getInt(bytes.length - SUM) != sum(key, bytes, bytes.length - SUM)) {
            return Optional.empty();
        }
        byte flags = in.get();
        long madeAt = in.getLong();
        Lifetime lifetime = new Lifetime(Duration.ofMillis(in.getLong()), Duration.ofMillis(in.getLong()));
        int idAt = in.getInt();
        int noteAt = in.getInt();
        int length = in.getInt();
        int stored = bytes.length - SUM - HEADER;
        if (flags < 0 || flags > DEFLATED || length < 0 || length > maxBody || (flags == 0 && stored != length)) {
            return Optional.empty();
        }
        byte[] body = new byte[length];
        if (flags == DEFLATED) {
            inflate(bytes, HEADER, stored, body);
        } else {
            in.get(body);
        }
        // Another gateway's clock may be ahead; an entry from the future was made now.
        Duration age = Duration.ofMillis(Math.max(0, Math.subtractExact(wallClock.millis(), madeAt)));
        if (age.compareTo(lifetime.total()) >= 0) {
            return Optional.empty();
        }
        BodyTemplate template = new BodyTemplate(body, idAt, noteAt);
        return Optional.of(Entry.of(template, lifetime, nowNanos - age.toNanos()));
    }

    private static int sum(CacheKey key, byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        ByteBuffer digest = ByteBuffer.allocate(4 * Long.BYTES);
        digest.putLong(key.a()).putLong(key.b()).putLong(key.c()).putLong(key.d());
        sum.update(digest.flip());
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    private static byte[] deflate(byte[] body) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(body);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 2);
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Fills the body exactly; less or more is no entry. */
    private static void inflate(byte[] bytes, int from, int length, byte[] body) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, from, length);
            int filled = 0;
            while (filled < body.length) {
                int more = inflater.inflate(body, filled, body.length - filled);
                if (more == 0) {
                    throw new DataFormatException("ends after " + filled + " of " + body.length + " bytes");
                }
                filled += more;
            }
            if (inflater.inflate(new byte[1]) != 0) {
                throw new DataFormatException("longer than " + body.length + " bytes");
            }
        } finally {
            inflater.end();
        }
    }
}
