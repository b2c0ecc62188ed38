package dev.lotse.gateway.redis;

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

/** A TCP proxy on this machine that holds back every answer for a while. */
public final class SlowProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int target;
    private final Duration delay;

    public SlowProxy(int target, Duration delay) throws IOException {
        this.target = target;
        this.delay = delay;
        Thread.startVirtualThread(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(upstream);
                Thread.startVirtualThread(() -> copy(client, upstream, Duration.ZERO));
                Thread.startVirtualThread(() -> copy(upstream, client, delay));
            } catch (IOException e) {
                // The test closed the proxy or one of its ends; the loop's condition tells which.
            }
        }
    }

    private static void copy(Socket from, Socket to, Duration delay) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                LockSupport.parkNanos(delay.toNanos());
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // Either end closed: so does the other.
        }
    }
}
