package dev.lotse.benchmarks.load;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The least that an answer over this web server can cost: one route that sends the same bytes. What the gateway adds to it is the
 * gateway's.
 */
public final class FloorServer {
    private FloorServer() {}

    /** Argument: file with the body. Serves until the process is ended. */
    public static void main(String[] arguments) throws IOException {
        byte[] body = Files.readAllBytes(Path.of(arguments[0]));
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .featuresDiscoverServices(false)
                .routing(routing -> routing.any((request, response) -> {
                    response.headers().set(HeaderValues.CONTENT_TYPE_JSON);
                    response.send(body);
                }))
                .build()
                .start();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("http://127.0.0.1:" + server.port());
    }
}
