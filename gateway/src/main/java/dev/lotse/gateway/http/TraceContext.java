package dev.lotse.gateway.http;

import dev.lotse.gateway.trace.Traces;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where this request stands in a distributed trace, after W3C Trace Context level 1.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits; this server's own span
 * @param parentId the caller's span, or null where the trace begins here
 * @param sampled whether the caller records the trace
 */
public record TraceContext(
        String traceId, String spanId, @Nullable String parentId, boolean sampled) {
    private static final int LENGTH = 55;

    /** Continues the trace of a {@code traceparent} header, or begins one where it is missing or not valid. */
    static TraceContext of(@Nullable String header, RandomGenerator random) {
        String span = hex(nonZero(random));
        if (header == null || !isValid(header)) {
            return new TraceContext(hex(random.nextLong()) + hex(nonZero(random)), span, null, false);
        }
        boolean sampled = (HexFormat.fromHexDigit(header.charAt(54)) & 1) == 1;
        return new TraceContext(header.substring(3, 35), span, header.substring(36, 52), sampled);
    }

    /** The same, recorded here. */
    TraceContext recorded() {
        return new TraceContext(traceId, spanId, parentId, true);
    }

    /** Its ids. */
    Traces.Ids ids() {
        return new Traces.Ids(traceId, spanId, parentId);
    }

    /** The header for calls made on behalf of this request, and for the response. */
    public String header() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    private static boolean isValid(String header) {
        int length = header.length();
        if (length < LENGTH || !isHex(header, 0, 2) || header.startsWith("ff")) {
            return false;
        }
        // Version 00 ends here; later versions may go on after another dash.
        if (header.startsWith("00") ? length != LENGTH : length > LENGTH && header.charAt(LENGTH) != '-') {
            return false;
        }
        return header.charAt(2) == '-'
                && isHex(header, 3, 35)
                && header.charAt(35) == '-'
                && isHex(header, 36, 52)
                && header.charAt(52) == '-'
                && isHex(header, 53, 55)
                && !isZero(header, 3, 35)
                && !isZero(header, 36, 52);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    private static long nonZero(RandomGenerator random) {
        long value;
        do {
            value = random.nextLong();
        } while (value == 0);
        return value;
    }

    static String hex(long value) {
        return HexFormat.of().toHexDigits(value);
    }
}
