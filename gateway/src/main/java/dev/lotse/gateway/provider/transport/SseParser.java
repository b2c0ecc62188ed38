package dev.lotse.gateway.provider.transport;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code text/event-stream} piece by piece as the WHATWG HTML standard, section 9.2.6, defines it: lines end with CR, LF
 * or CRLF, a leading byte order mark and comments are skipped, an event that its blank line has not closed is not delivered.
 * Pieces may end anywhere, also within a character, because lines are decoded whole.
 *
 * <p>Beyond the standard, lines and events have byte limits, and bytes that are not UTF-8 are an error rather than replaced, for
 * a damaged answer must not be shown. Not thread-safe.
 */
public final class SseParser {
    private final int maxEventBytes;
    private final Queue<SseEvent> ready = new ArrayDeque<>();

    private byte[] line = new byte[512];
    private int lineLength;
    private boolean afterCarriageReturn;
    private boolean firstLine = true;

    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private int eventBytes;
    private String type = "";

    /**
     * @param maxEventBytes most bytes of one event, its field names and comments before it included
     */
    public SseParser(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @throws SseException when a line or event is longer than allowed, or not UTF-8
     */
    public void feed(ByteBuffer bytes) throws SseException {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false;
                continue;
            }
            afterCarriageReturn = b == '\r';
            if (b == '\n' || b == '\r') {
                endOfLine();
            } else {
                append(b);
            }
        }
    }

    /** The next complete event, or null where more bytes are needed. */
    public @Nullable SseEvent next() {
        return ready.poll();
    }

    private void append(byte b) throws SseException {
        if (++eventBytes > maxEventBytes) {
            throw new SseException("an event is longer than " + maxEventBytes + " bytes");
        }
        if (lineLength == line.length) {
            line = Arrays.copyOf(line, Math.min(line.length * 2, Math.max(maxEventBytes, 512)));
        }
        line[lineLength++] = b;
    }

    private void endOfLine() throws SseException {
        int start = 0;
        if (firstLine) {
            firstLine = false;
            if (lineLength >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF) {
                start = 3;
            }
        }
        int length = lineLength;
        lineLength = 0;
        if (length == start) {
            dispatch();
            return;
        }
        int colon = start;
        while (colon < length && line[colon] != ':') {
            colon++;
        }
        if (colon == start) {
            return;
        }
        var field = new String(line, start, colon - start, StandardCharsets.ISO_8859_1);
        int valueStart = Math.min(colon + 1, length);
        if (valueStart < length && line[valueStart] == ' ') {
            valueStart++;
        }
        switch (field) {
            case "data" -> {
                if (hasData) {
                    data.append('\n');
                }
                hasData = true;
                data.append(decode(valueStart, length));
            }
            case "event" -> type = decode(valueStart, length);
            default -> {
                // id and retry serve reconnecting, which an answer cannot do; other names are to be ignored
            }
        }
    }

    private void dispatch() {
        if (hasData) {
            ready.add(new SseEvent(type.isEmpty() ? "message" : type, data.toString()));
        }
        data.setLength(0);
        hasData = false;
        type = "";
        eventBytes = 0;
    }

    private String decode(int start, int end) throws SseException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SseException("a line is not UTF-8", e);
        }
    }

    /** The stream is not what the standard or the limits allow. */
    public static final class SseException extends Exception {
        private static final long serialVersionUID = 1L;

        SseException(String message) {
            super(message);
        }

        SseException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
