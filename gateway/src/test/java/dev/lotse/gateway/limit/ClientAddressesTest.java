package dev.lotse.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressesTest {
    private final ClientAddresses addresses =
            new ClientAddresses(List.of(range("10.0.0.0/8"), range("2001:db8:1::/48")));

    @Test
    void takesThePeerWhereNothingWasForwarded() {
        assertThat(of("203.0.113.9")).isEqualTo("203.0.113.9");
    }

    @Test
    void believesAHeaderOnlyFromATrustedProxy() {
        assertThat(of("203.0.113.9", "198.51.100.1")).isEqualTo("203.0.113.9");
        assertThat(of("10.1.2.3", "198.51.100.1")).isEqualTo("198.51.100.1");
    }

    @Test
    void readsFromTheEndAndNoFurtherThanTheFirstStranger() {
        assertThat(of("10.1.2.3", "1.1.1.1, 198.51.100.1, 10.9.9.9")).isEqualTo("198.51.100.1");
        assertThat(of("10.1.2.3", "1.1.1.1", "198.51.100.1", "10.9.9.9")).isEqualTo("198.51.100.1");
    }

    @Test
    void takesTheFirstProxyWhereOnlyProxiesAreNamed() {
        assertThat(of("10.1.2.3", "10.0.0.7")).isEqualTo("10.0.0.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "",
                "1.2.3",
                "1.2.3.999",
                "example.org",
                "_hidden",
                "1.2.3.4.5",
                "[::1",
                "a:b:c:d:e:f:g:h"
            })
    void stopsAtWhatIsNoAddress(String hop) {
        assertThat(of("10.1.2.3", "1.1.1.1, " + hop)).isEqualTo("10.1.2.3");
    }

    @Test
    void understandsPortsAndIpv6() {
        assertThat(of("10.1.2.3", "198.51.100.1:4711")).isEqualTo("198.51.100.1");
        assertThat(of("2001:db8:1::5", "[2001:db8:2::1]:443")).isEqualTo("2001:db8:2:0:0:0:0:1");
        assertThat(of("10.1.2.3", "::ffff:198.51.100.1")).isEqualTo("198.51.100.1");
    }

    @Test
    void countsA64OfIpv6AsOneClientAndEachIpv4Alone() {
        assertThat(key("2001:db8:2:3::1"))
                .isEqualTo(key("2001:db8:2:3:ffff::9"))
                .isNotEqualTo(key("2001:db8:2:4::1"));
        assertThat(key("198.51.100.1")).isNotEqualTo(key("198.51.100.2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0/8", "2001:db8::/129", "example.org", "10.0.0.0/", "/8", "10.0.0.0/-1"})
    void refusesWhatIsNoRange(String text) {
        assertThat(Cidr.parse(text)).isNull();
    }

    @Test
    void comparesTheLeadingBitsOnly() {
        assertThat(range("192.0.2.128/25").contains(address("192.0.2.200"))).isTrue();
        assertThat(range("192.0.2.128/25").contains(address("192.0.2.127"))).isFalse();
        assertThat(range("0.0.0.0/0").contains(address("192.0.2.127"))).isTrue();
        assertThat(range("::/0").contains(address("192.0.2.127"))).isFalse();
        assertThat(range("192.0.2.1").contains(address("192.0.2.1"))).isTrue();
    }

    private String of(String peer, String... forwarded) {
        return addresses.of(address(peer), List.of(forwarded)).getHostAddress();
    }

    private static String key(String address) {
        return ClientAddresses.key(address(address));
    }

    private static InetAddress address(String text) {
        return Objects.requireNonNull(Cidr.address(text), text);
    }

    private static Cidr range(String text) {
        return Objects.requireNonNull(Cidr.parse(text), text);
    }
}
