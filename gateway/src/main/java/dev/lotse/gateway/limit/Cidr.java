package dev.lotse.gateway.limit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses such as {@code 10.0.0.0/8} or {@code 2001:db8::/32} (RFC 4632, RFC 4291).
 *
 * @param address 4 or 16 bytes
 * @param bits leading bits that count
 */
public record Cidr(byte[] address, int bits) {
    /** What is allowed in a configuration. */
    static final String ALLOWED = "an address or a range such as 10.0.0.0/8 or 2001:db8::/32";

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    /** The range, or null where the text is none. */
    static @Nullable Cidr parse(String text) {
        String stripped = text.strip();
        int slash = stripped.indexOf('/');
        InetAddress address = address(slash < 0 ? stripped : stripped.substring(0, slash));
        if (address == null) {
            return null;
        }
        byte[] bytes = address.getAddress();
        if (slash < 0) {
            return new Cidr(bytes, bytes.length * 8);
        }
        String length = stripped.substring(slash + 1);
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bytes.length * 8) {
            return null;
        }
        return new Cidr(bytes, Integer.parseInt(length));
    }

    /** The address that a text writes in numbers, or null; no name is ever looked up. IPv4 in IPv6 becomes IPv4. */
    static @Nullable InetAddress address(String text) {
        boolean numbers = IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
        if (!numbers) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Whether the address is in the range. */
    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        for (int i = 0; i < bits; i += 8) {
            int mask = bits - i >= 8 ? 0xFF : 0xFF << (8 - (bits - i)) & 0xFF;
            if ((bytes[i / 8] & mask) != (address[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
