package dev.lotse.gateway.provider.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP server that does byte for byte what a script says, for faults that well-behaved servers cannot be brought to commit.
 * Every connection serves one request unless they are kept.
 */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Script script;
    private final boolean keepConnections;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger idle = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch clientGone = new CountDownLatch(1);

    /** What a connection does after its request was read. */
    @FunctionalInterface
    public interface Script {
        void run(Connection connection) throws IOException, InterruptedException;
    }

    private ScriptedServer(Script script, boolean keepConnections) throws IOException {
        this.script = script;
        this.keepConnections = keepConnections;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    public static ScriptedServer start(Script script) {
        return start(script, false);
    }

    /** A server whose connections serve one request after the other; the script must leave them usable. */
    public static ScriptedServer keepingConnections(Script script) {
        return start(script, true);
    }

    private static ScriptedServer start(Script script, boolean keepConnections) {
        try {
            return new ScriptedServer(script, keepConnections);
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** Heads and bodies of the requests read so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Requests read so far. */
    public int served() {
        return served.get();
    }

    /** Connections accepted so far. */
    public int connections() {
        return connections.size();
    }

    /** Connections that wait for a request. */
    public int idle() {
        return idle.get();
    }

    /** Opens when a client closed its connection while the script waited in {@link Connection#untilClientLeaves()}. */
    public CountDownLatch clientGone() {
        return clientGone;
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            do {
                idle.incrementAndGet();
                var request = readRequest(connection.getInputStream());
                idle.decrementAndGet();
                requests.add(request);
                script.run(new Connection(connection, request, served.incrementAndGet()));
            } while (keepConnections);
        } catch (IOException e) {
            // The client left; what it saw is checked on its side.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String readRequest(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no request");
            }
            head.append((char) b);
        }
        int length = 0;
        for (var line : head.toString().split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            socket.close();
            for (var connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("closing failed", e);
        }
    }

    /** One connection after its request was read. */
    public final class Connection {
        private final Socket connection;
        private final String request;
        private final int number;
        private final OutputStream out;

        private Connection(Socket connection, String request, int number) throws IOException {
            this.connection = connection;
            this.request = request;
            this.number = number;
            this.out = connection.getOutputStream();
        }

        /** Which request this is, from 1. */
        public int number() {
            return number;
        }

        /** Head and body of the request. */
        public String request() {
            return request;
        }

        /** Sends text as it is. */
        public Connection send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return this;
        }

        /** Sends the head of an event stream in chunks. */
        public Connection streamHead() throws IOException {
            return send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        }

        /** Sends one chunk of a chunked body. */
        public Connection chunk(String text) throws IOException {
            return chunk(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Sends one chunk of a chunked body. */
        public Connection chunk(byte[] bytes) throws IOException {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return this;
        }

        /** Sends every byte of a text as a chunk of its own. */
        public Connection dribble(String text) throws IOException {
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                chunk(new byte[] {b});
            }
            return this;
        }

        /** Ends a chunked body. */
        public void end() throws IOException {
            send("0\r\n\r\n");
        }

        /** Sends a whole JSON response. */
        public void json(int status, String body, String... headers) throws IOException {
            var head = new StringBuilder("HTTP/1.1 " + status + " x\r\nContent-Type: application/json\r\n");
            for (var header : headers) {
                head.append(header).append("\r\n");
            }
            head.append("Connection: close\r\nContent-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n\r\n");
            send(head + body);
        }

        /** Ends the connection with RST, as a crashed server does. */
        public void reset() throws IOException {
            connection.setSoLinger(true, 0);
            connection.close();
        }

        /** Says nothing more until the test is over. */
        public void hang() throws InterruptedException {
            stopped.await();
        }

        /** Waits until the client closes the connection. */
        public void untilClientLeaves() throws IOException {
            try {
                connection.getInputStream().readAllBytes();
            } finally {
                clientGone.countDown();
            }
        }
    }
}
