package dev.lotse.gateway.ingest.crawl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A website on 127.0.0.1 whose answers a test sets. An address without one answers 404. A request whose validators fit the
 * answer's gets 304. Thread-safe.
 */
final class TestSite implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Deque<Answer>> answers = new LinkedHashMap<>();
    private final List<Request> requests = new ArrayList<>();

    /** What was asked; headers by lower-case name. */
    record Request(String path, Map<String, String> headers) {}

    /** Writes an answer. */
    @FunctionalInterface
    interface Answer {
        void send(HttpExchange exchange) throws IOException;
    }

    TestSite() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError("no free port on the loopback address", e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Sets the answers for a path with its query: one after the other, the last one for good. */
    TestSite on(String path, Answer... inTurn) {
        synchronized (answers) {
            answers.put(path, new ArrayDeque<>(List.of(inTurn)));
        }
        return this;
    }

    /** Sets an HTML page. */
    TestSite page(String path, String title, String body) {
        return on(path, html(title, body));
    }

    List<String> requested() {
        synchronized (requests) {
            return requests.stream().map(Request::path).toList();
        }
    }

    /** The requests for a path. */
    List<Request> requests(String path) {
        synchronized (requests) {
            return requests.stream()
                    .filter(request -> request.path().equals(path))
                    .toList();
        }
    }

    void forgetRequests() {
        synchronized (requests) {
            requests.clear();
        }
    }

    static Answer html(String title, String body, String... headers) {
        return htmlWithHead("", title, body, headers);
    }

    /** An HTML page with elements in its head. */
    static Answer htmlWithHead(String head, String title, String body, String... headers) {
        String text = "<!doctype html><html lang=en><head><title>" + title + "</title>" + head
                + "</head><body><main><h1>" + title + "</h1>" + body + "</main></body></html>";
        return body("text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), headers);
    }

    static Answer text(String contentType, String text) {
        return body(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A document.
     *
     * @param contentType empty for none
     * @param headers names and values in turn
     */
    static Answer body(String contentType, byte[] bytes, String... headers) {
        return exchange -> {
            if (!contentType.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", contentType);
            }
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            if (fits(exchange, "If-None-Match", "ETag") || fits(exchange, "If-Modified-Since", "Last-Modified")) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        };
    }

    private static boolean fits(HttpExchange exchange, String condition, String validator) {
        String wanted = exchange.getRequestHeaders().getFirst(condition);
        return wanted != null && wanted.equals(exchange.getResponseHeaders().getFirst(validator));
    }

    static Answer status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    static Answer redirect(String location) {
        return status(301, "Location", location);
    }

    /** Ends the connection without an answer. */
    static Answer hangUp() {
        return exchange -> {
            throw new IOException("the test hangs up");
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        synchronized (requests) {
            requests.add(new Request(path, headers));
        }
        Answer answer;
        synchronized (answers) {
            Deque<Answer> inTurn = answers.get(path);
            answer = inTurn == null ? status(404) : inTurn.size() > 1 ? inTurn.removeFirst() : inTurn.getFirst();
        }
        answer.send(exchange);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
