package dev.lotse.gateway.ingest.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
    private static final AddressPolicy PUBLIC_ONLY = new AddressPolicy(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "0.0.0.0",
                "100.64.0.1",
                "192.0.0.8",
                "198.18.0.1",
                "203.0.113.5",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001:db8::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "ff02::1"
            })
    void addressesThatAreNotPublicAreForbidden(String address) throws UnknownHostException {
        assertThat(PUBLIC_ONLY.allows(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:2800:220:1::1", "64:ff9b::5db8:d822"})
    void publicAddressesAreAllowed(String address) throws UnknownHostException {
        assertThat(PUBLIC_ONLY.allows(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void privateAddressesAreAllowedOnRequestButNeverMulticast() throws UnknownHostException {
        AddressPolicy lenient = new AddressPolicy(true);

        assertThat(lenient.allows(InetAddress.getLoopbackAddress())).isTrue();
        assertThat(lenient.allows(InetAddress.getByName("224.0.0.1"))).isFalse();
    }

    @Test
    void aHostOfAForbiddenAddressIsNamed() {
        assertThatThrownBy(() -> PUBLIC_ONLY.resolve("localhost"))
                .isInstanceOf(AddressPolicy.ForbiddenAddressException.class)
                .hasMessageContaining("host 'localhost' has the address")
                .hasMessageContaining("not public");
    }
}
