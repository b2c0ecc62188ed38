package dev.lotse.benchmarks.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Passes bytes between clients and a server of this machine, the server's after a delay. Thread-safe. */
final class DelayProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile long delayNanos;
    private volatile boolean garbage;

    DelayProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread unused = Thread.ofVirtual().start(work);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How much later the server's answers come from now on. */
    void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /** Whether the server's answers are replaced by bytes that mean nothing. */
    void garbage(boolean on) {
        garbage = on;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(there);
                start(() -> pass(client, there, false));
                start(() -> pass(there, client, true));
            } catch (IOException e) {
                // The server behind is gone, or this proxy is: the client finds out by itself.
                closeBroken();
            }
        }
    }

    private void pass(Socket from, Socket to, boolean back) {
        byte[] buffer = new byte[16 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (back && delayNanos > 0) {
                    LockSupport.parkNanos(delayNanos);
                }
                if (back && garbage) {
                    for (int i = 0; i < read; i++) {
                        buffer[i] = (byte) (buffer[i] ^ 0x55);
                    }
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One end is gone, so both are closed.
            sockets.remove(from);
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void closeBroken() {
        sockets.removeIf(Socket::isClosed);
        sockets.forEach(DelayProxy::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use either way.
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        sockets.forEach(DelayProxy::close);
    }
}
