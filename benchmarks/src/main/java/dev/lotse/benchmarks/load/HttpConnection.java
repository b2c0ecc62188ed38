package dev.lotse.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A connection to this machine that is kept open. It does as little as an HTTP/1.1 client can, because it runs on the processors that it
 * measures: with the JDK's client the client would be most of what is measured. Used by one thread.
 */
public final class HttpConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int MOST_HEAD = 64 * 1024;
    private static final int MOST_BODY = 64 << 20;
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final int readMillis;
    private byte[] buffer = new byte[32 * 1024];
    private int filled;
    private int bodyFrom;
    private int bodyTo;
    private @Nullable Socket socket;

    /**
     * @param readMillis longest wait for more of an answer
     */
    public HttpConnection(int port, int readMillis) {
        this.port = port;
        this.readMillis = readMillis;
    }

    /**
     * Sends a request and reads the whole answer; its body can be looked at until the next call.
     *
     * @return the status
     * @throws IOException when the connection breaks, or the answer is none; the next call connects anew
     */
    public int send(Call call) throws IOException {
        boolean done = false;
        try {
            Socket open = open();
            open.getOutputStream().write(call.bytes());
            int status = read(open.getInputStream());
            done = true;
            return status;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /** Whether the last body holds these bytes. It is searched from its end, where the gateway says what it left out. */
    public boolean bodyHolds(byte[] sign) {
        for (int at = bodyTo - sign.length; at >= bodyFrom; at--) {
            if (Arrays.mismatch(buffer, at, at + sign.length, sign, 0, sign.length) < 0) {
                return true;
            }
        }
        return false;
    }

    /** The last body; in chunks where the server sent it so. */
    public byte[] body() {
        return Arrays.copyOfRange(buffer, bodyFrom, bodyTo);
    }

    private Socket open() throws IOException {
        Socket open = socket;
        if (open == null || open.isClosed()) {
            open = new Socket();
            open.setTcpNoDelay(true);
            open.setSoTimeout(readMillis);
            open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket = open;
        }
        return open;
    }

    private int read(InputStream in) throws IOException {
        filled = 0;
        int headEnd = -1;
        int searched = 0;
        while (headEnd < 0) {
            more(in);
            headEnd = headEnd(searched);
            searched = Math.max(0, filled - 3);
            if (headEnd < 0 && filled > MOST_HEAD) {
                throw new IOException("the head of an answer is longer than " + MOST_HEAD + " bytes");
            }
        }
        int status = status();
        bodyFrom = headEnd;
        int length = header(headEnd, LENGTH);
        if (length >= 0) {
            int at = length + LENGTH.length;
            int bytes = number(at, headEnd);
            while (filled < headEnd + bytes) {
                more(in);
            }
            bodyTo = headEnd + bytes;
        } else if (header(headEnd, CHUNKED) >= 0) {
            bodyTo = chunks(in, headEnd);
        } else {
            bodyTo = headEnd;
        }
        if (header(headEnd, CLOSE) >= 0) {
            close();
        }
        return status;
    }

    private void more(InputStream in) throws IOException {
        if (filled == buffer.length) {
            if (buffer.length >= MOST_BODY) {
                throw new IOException("an answer is longer than " + MOST_BODY + " bytes");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            throw new EOFException("the server closed the connection in the middle of an answer");
        }
        filled += read;
    }

    private int headEnd(int from) {
        for (int i = from; i + 3 < filled; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private int status() throws IOException {
        // HTTP/1.1 200
        if (filled < 12 || buffer[0] != 'H' || buffer[8] != ' ') {
            throw new IOException("the answer is no HTTP");
        }
        return (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
    }

    /** Where a line of the head begins with the name, in any case; −1 for none. */
    private int header(int headEnd, byte[] name) {
        for (int at = 0; at + name.length < headEnd; at++) {
            if (at > 0 && buffer[at - 1] == '\n' && matches(at, name)) {
                return at;
            }
        }
        return -1;
    }

    private boolean matches(int at, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            int c = buffer[at + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private int number(int from, int headEnd) throws IOException {
        int value = 0;
        for (int at = from; at < headEnd && buffer[at] != '\r'; at++) {
            if (buffer[at] == ' ') {
                continue;
            }
            value = value * 10 + Character.digit(buffer[at], 10);
            if (value < 0 || value > MOST_BODY) {
                throw new IOException("the answer has an odd Content-Length");
            }
        }
        return value;
    }

    /** Reads chunk after chunk up to the empty one; trailers are not sent by the gateway. */
    private int chunks(InputStream in, int from) throws IOException {
        int at = from;
        while (true) {
            int size = 0;
            int cursor = at;
            while (true) {
                while (cursor >= filled) {
                    more(in);
                }
                int c = buffer[cursor++];
                if (c == '\n') {
                    break;
                }
                int digit = Character.digit(c, 16);
                if (digit >= 0) {
                    size = size * 16 + digit;
                }
            }
            int end = cursor + size + 2;
            while (filled < end) {
                more(in);
            }
            at = end;
            if (size == 0) {
                return at;
            }
        }
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It was of no use any more.
                filled = 0;
            }
        }
    }
}
