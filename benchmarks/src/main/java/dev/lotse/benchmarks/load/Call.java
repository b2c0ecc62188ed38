package dev.lotse.benchmarks.load;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

    /**
     * A POST.
     *
     * @param headers lines with their ends, besides host and length
     */
    public static Call post(String path, String headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = ascii("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: "
                + content.length + "\r\n\r\n");
        byte[] bytes = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, bytes, head.length, content.length);
        return new Call(bytes, NO_SIGN);
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
        byte[] bytes = post(
                        "/v1/sites/" + site + "/answer",
                        "Content-Type: application/json\r\n",
                        "{\"q\":\"" + question.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}")
                .bytes;
        return new Call(bytes, "event: ".getBytes(StandardCharsets.US_ASCII));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
