package dev.lotse.benchmarks.load;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A request, ready to be written to a connection.
 *
 * @param bytes request line, headers and body
 * @param whole bytes that an answer without anything left out holds; empty where there is no such sign
 */
public record Call(byte[] bytes, byte[] whole) {
    private static final byte[] NOTHING_LEFT_OUT = "\"degraded\":[]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_SIGN = {};

    /** A GET. */
    public static Call get(String path) {
        return new Call(ascii("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"), NO_SIGN);
    }

    /** A search that is to be answered with nothing left out. */
    static Call search(String site, String query) {
        return new Call(get("/v1/sites/" + site + "/search?q=" + encode(query)).bytes, NOTHING_LEFT_OUT);
    }

    /** Suggestions for what was typed so far. */
    static Call suggest(String site, String typed) {
        return get("/v1/sites/" + site + "/suggest?q=" + encode(typed));
    }

    /** The page for browsers without JavaScript. */
    static Call page(String site, String query) {
        return get("/search/" + site + "?q=" + encode(query));
    }

    /** A question. */
    static Call answer(String site, String question) {
        byte[] body = ("{\"q\":\"" + question.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] head = ascii("POST /v1/sites/" + site
                + "/answer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n");
        byte[] bytes = new byte[head.length + body.length];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(body, 0, bytes, head.length, body.length);
        return new Call(bytes, "event: ".getBytes(StandardCharsets.US_ASCII));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
