package dev.lotse.gateway.ingest.crawl;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Which addresses a crawl may connect to. Public ones only, unless private ones are allowed: else whoever can name a start
 * address or place a redirect could read what only this machine can reach.
 */
record AddressPolicy(boolean allowPrivate) {

    /** A host resolves to an address that must not be connected to. */
    static final class ForbiddenAddressException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ForbiddenAddressException(String message) {
            super(message);
        }
    }

    /**
     * The address to connect to. One forbidden address among several forbids the host.
     *
     * @throws ForbiddenAddressException when the host must not be connected to
     */
    InetAddress resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        for (InetAddress address : addresses) {
            if (!allows(address)) {
                throw new ForbiddenAddressException("host '" + host + "' has the address " + address.getHostAddress()
                        + ", which is not public; allow private addresses if this site is meant");
            }
        }
        return addresses[0];
    }

    boolean allows(InetAddress address) {
        if (address.isMulticastAddress() || address.isAnyLocalAddress()) {
            return false;
        }
        return allowPrivate || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return switch (address) {
            case Inet4Address four -> isPublic(bytes);
            case Inet6Address six -> isPublic6(bytes);
            default -> false;
        };
    }

    /** RFC 6890 and its successors, as far as {@link InetAddress} does not know them. */
    private static boolean isPublic(byte[] four) {
        int a = four[0] & 0xFF;
        int b = four[1] & 0xFF;
        int c = four[2] & 0xFF;
        return !(a == 0
                || a == 10
                || a == 127
                || (a == 100 && b >= 64 && b < 128)
                || (a == 169 && b == 254)
                || (a == 172 && b >= 16 && b < 32)
                || (a == 192 && b == 0 && (c == 0 || c == 2))
                || (a == 192 && b == 168)
                || (a == 192 && b == 88 && c == 99)
                || (a == 198 && (b == 18 || b == 19))
                || (a == 198 && b == 51 && c == 100)
                || (a == 203 && b == 0 && c == 113)
                || a >= 224);
    }

    private static boolean isPublic6(byte[] six) {
        boolean uniqueLocal = (six[0] & 0xFE) == 0xFC;
        boolean documentation = startsWith(six, 0x20, 0x01, 0x0D, 0xB8);
        boolean compatible = startsWith(six, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        if (uniqueLocal || documentation || compatible) {
            return false;
        }
        // NAT64 and 6to4 carry an IPv4 address, which decides.
        if (startsWith(six, 0x00, 0x64, 0xFF, 0x9B)) {
            return isPublic(Arrays.copyOfRange(six, 12, 16));
        }
        if (startsWith(six, 0x20, 0x02)) {
            return isPublic(Arrays.copyOfRange(six, 2, 6));
        }
        // Teredo hides the address of a third party.
        return !startsWith(six, 0x20, 0x01, 0x00, 0x00);
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
