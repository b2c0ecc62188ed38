package dev.lotse.gateway.ingest.push;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of a byte stream, none of which takes more memory than the limit. Not thread-safe. */
final class BoundedLines {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int filled;
    private byte[] line = new byte[1024];
    private long number;

    BoundedLines(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * A line without its line break.
     *
     * @param number from 1
     * @param bytes null where it is longer than the limit
     */
    record Line(long number, byte @Nullable [] bytes) {}

    /** The next line, or null at the end. */
    @Nullable
    Line read() throws IOException {
        int length = 0;
        boolean any = false;
        boolean tooLong = false;
        while (true) {
            if (next == filled) {
                filled = in.read(buffer, 0, buffer.length);
                next = 0;
                if (filled <= 0) {
                    filled = 0;
                    break;
                }
            }
            any = true;
            int end = next;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            int part = end - next;
            if (!tooLong && length + part > maxBytes + 1) {
                tooLong = true;
            }
            if (!tooLong) {
                if (length + part > line.length) {
                    line = Arrays.copyOf(line, Math.max(length + part, Math.min(maxBytes + 1, line.length * 2)));
                }
                System.arraycopy(buffer, next, line, length, part);
                length += part;
            }
            boolean ended = end < filled;
            next = ended ? end + 1 : end;
            if (ended) {
                break;
            }
        }
        if (!any) {
            return null;
        }
        number++;
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new Line(number, tooLong || length > maxBytes ? null : Arrays.copyOf(line, length));
    }
}
