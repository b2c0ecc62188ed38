package dev.lotse.gateway.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.cache.BodyTemplate;
import dev.lotse.gateway.cache.CacheKey;
import dev.lotse.gateway.cache.Entry;
import dev.lotse.gateway.cache.Lifetime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
    private static final CacheKey KEY = CacheKey.of("site", "query");
    private static final Lifetime LIFETIME = new Lifetime(Duration.ofSeconds(60), Duration.ofSeconds(30));
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final long NANOS = 1_000_000_000_000L;

    @Test
    void readsWhatItWrote() {
        Entry entry = entry("{\"queryID\":\"\",\"hits\":[]}");

        assertThat(decode(NOON, KEY, encode(NOON, entry))).hasValueSatisfying(read -> {
            assertThat(text(read)).isEqualTo(text(entry));
            assertThat(read.body().idAt()).isEqualTo(12);
            assertThat(read.body().noteAt()).isEqualTo(13);
            assertThat(read.lifetime()).isEqualTo(LIFETIME);
            assertThat(read.entityTag()).isEqualTo(entry.entityTag());
            assertThat(read.bornNanos()).isEqualTo(NANOS);
        });
    }

    @Test
    void compressesALongBodyAndReadsItBack() {
        Entry entry = entry("{\"queryID\":\"\",\"text\":\"" + "Wasser ".repeat(1000) + "\"}");
        byte[] bytes = encode(NOON, entry);

        assertThat(bytes).hasSizeLessThan(1000);
        assertThat(decode(NOON, KEY, bytes))
                .hasValueSatisfying(read -> assertThat(text(read)).isEqualTo(text(entry)));
    }

    @Test
    void storesABodyAsItIsThatCompressionMakesLonger() {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        byte[] bytes = encode(NOON, Entry.of(BodyTemplate.plain(noise), LIFETIME, NANOS));

        assertThat(bytes).hasSize(noise.length + 46);
        assertThat(decode(NOON, KEY, bytes))
                .hasValueSatisfying(read -> assertThat(read.body().bytes()).isEqualTo(noise));
    }

    @Test
    void isOlderOnAnotherGatewayByTheTimeThatPassed() {
        byte[] bytes = encode(NOON, entry("{\"queryID\":\"\"}"));

        assertThat(decode(NOON.plusSeconds(70), KEY, bytes)).hasValueSatisfying(read -> {
            assertThat(read.isFresh(NANOS)).isFalse();
            assertThat(read.age(NANOS)).isEqualTo(Duration.ofSeconds(70));
        });
        assertThat(decode(NOON.plusSeconds(90), KEY, bytes)).isEmpty();
    }

    @Test
    void takesAnEntryFromTheFutureForANewOne() {
        byte[] bytes = encode(NOON, entry("{\"queryID\":\"\"}"));

        assertThat(decode(NOON.minusSeconds(3600), KEY, bytes))
                .hasValueSatisfying(read -> assertThat(read.age(NANOS)).isEqualTo(Duration.ZERO));
    }

    @Test
    void findsNothingInBytesWithAnyBitChanged() {
        byte[] bytes = encode(NOON, entry("{\"queryID\":\"\",\"text\":\"" + "Strom ".repeat(100) + "\"}"));
        for (int i = 0; i < bytes.length * 8; i++) {
            byte[] changed = bytes.clone();
            changed[i / 8] ^= (byte) (1 << (i % 8));
            assertThat(decode(NOON, KEY, changed)).as("bit %d", i).isEmpty();
        }
    }

    @Test
    void findsNothingInBytesThatWereCut() {
        byte[] bytes = encode(NOON, entry("{\"queryID\":\"\"}"));
        for (int length = 0; length < bytes.length; length++) {
            assertThat(decode(NOON, KEY, java.util.Arrays.copyOf(bytes, length)))
                    .isEmpty();
        }
    }

    @Test
    void findsNothingInNoise() {
        Random random = new Random(2);
        for (int i = 0; i < 1000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertThat(decode(NOON, KEY, noise)).isEmpty();
        }
        assertThat(decode(NOON, KEY, "hello".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void findsNothingUnderAnotherKey() {
        byte[] bytes = encode(NOON, entry("{\"queryID\":\"\"}"));
        assertThat(decode(NOON, CacheKey.of("site", "another query"), bytes)).isEmpty();
    }

    private static Entry entry(String json) {
        return Entry.of(new BodyTemplate(json.getBytes(StandardCharsets.UTF_8), 12, 13), LIFETIME, NANOS);
    }

    private static byte[] encode(Instant now, Entry entry) {
        return codec(now).encode(KEY, entry, NANOS);
    }

    private static Optional<Entry> decode(Instant now, CacheKey key, byte[] bytes) {
        return codec(now).decode(key, bytes, NANOS);
    }

    private static EntryCodec codec(Instant now) {
        return new EntryCodec(500, 100_000, InstantSource.fixed(now));
    }

    private static String text(Entry entry) {
        return new String(entry.body().bytes(), StandardCharsets.UTF_8);
    }
}
