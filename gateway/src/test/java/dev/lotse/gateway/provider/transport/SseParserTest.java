package dev.lotse.gateway.provider.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lotse.gateway.provider.transport.SseParser.SseException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SseParserTest {
    private static final int LIMIT = 4096;

    @Test
    void deliversAnEventWhenItsBlankLineArrives() throws SseException {
        var parser = new SseParser(LIMIT);
        parser.feed(bytes("event: delta\ndata: one\n"));
        assertThat(parser.next()).isNull();
        parser.feed(bytes("\n"));
        assertThat(parser.next()).isEqualTo(new SseEvent("delta", "one"));
        assertThat(parser.next()).isNull();
    }

    @Test
    void joinsDataLinesByLineFeeds() throws SseException {
        assertThat(parse("data: YHOO\ndata: +2\ndata\ndata:10\n\n"))
                .containsExactly(new SseEvent("message", "YHOO\n+2\n\n10"));
    }

    @Test
    void understandsEveryLineEnd() throws SseException {
        var expected = List.of(new SseEvent("message", "a"), new SseEvent("message", "b"));
        assertThat(parse("data: a\r\n\r\ndata: b\r\n\r\n")).isEqualTo(expected);
        assertThat(parse("data: a\r\rdata: b\r\r")).isEqualTo(expected);
        assertThat(parse("data: a\n\ndata: b\n\n")).isEqualTo(expected);
    }

    @Test
    void skipsCommentsUnknownFieldsAndEventsWithoutData() throws SseException {
        assertThat(parse(": OPENROUTER PROCESSING\n\nid: 7\nretry: 10\nnonsense: x\nevent: ping\n\ndata: a\n\n"))
                .containsExactly(new SseEvent("message", "a"));
    }

    @Test
    void removesOneSpaceAfterTheColonOnly() throws SseException {
        assertThat(parse("data:  a\n\n")).containsExactly(new SseEvent("message", " a"));
    }

    @Test
    void skipsAByteOrderMarkAtTheStartOnly() throws SseException {
        assertThat(parse("\uFEFFdata: a\n\ndata: \uFEFFb\n\n"))
                .containsExactly(new SseEvent("message", "a"), new SseEvent("message", "\uFEFFb"));
    }

    @Test
    void doesNotDeliverAnEventThatTheStreamDoesNotClose() throws SseException {
        assertThat(parse("data: a\n\ndata: b\n")).containsExactly(new SseEvent("message", "a"));
    }

    @Test
    void refusesAnEventAboveTheLimit() {
        var parser = new SseParser(LIMIT);
        assertThatThrownBy(() -> parser.feed(bytes("data: " + "x".repeat(LIMIT))))
                .isInstanceOf(SseException.class)
                .hasMessageContaining("4096");
    }

    @Test
    void refusesManyShortLinesOfOneEventAboveTheLimit() {
        var parser = new SseParser(LIMIT);
        assertThatThrownBy(() -> parser.feed(bytes("data: x\n".repeat(LIMIT / 7 + 1))))
                .isInstanceOf(SseException.class);
    }

    @Test
    void countsTheLimitPerEvent() throws SseException {
        assertThat(parse(("data: " + "x".repeat(3000) + "\n\n").repeat(5))).hasSize(5);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        var parser = new SseParser(LIMIT);
        var broken = new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xC3, '(', '\n'};
        assertThatThrownBy(() -> parser.feed(ByteBuffer.wrap(broken))).isInstanceOf(SseException.class);
    }

    @Property(tries = 300)
    void givesTheSameEventsHoweverTheBytesAreCut(@ForAll @Size(max = 12) List<@IntRange(min = 1, max = 9) Integer> cuts)
            throws SseException {
        var text = "\uFEFFevent: größe\r\ndata: Übermaß 😀\r\n\r\n: c\rdata: a\rdata: €\r\r\ndata: end\n\n";
        var whole = parse(text);
        assertThat(whole).hasSize(3);
        var parser = new SseParser(LIMIT);
        var events = new ArrayList<SseEvent>();
        var all = text.getBytes(StandardCharsets.UTF_8);
        int from = 0;
        for (int cut : cuts) {
            int to = Math.min(all.length, from + cut);
            parser.feed(ByteBuffer.wrap(Arrays.copyOfRange(all, from, to)));
            drain(parser, events);
            from = to;
        }
        parser.feed(ByteBuffer.wrap(all, from, all.length - from));
        drain(parser, events);
        assertThat(events).isEqualTo(whole);
    }

    private static List<SseEvent> parse(String text) throws SseException {
        var parser = new SseParser(LIMIT);
        parser.feed(bytes(text));
        var events = new ArrayList<SseEvent>();
        drain(parser, events);
        return events;
    }

    private static void drain(SseParser parser, List<SseEvent> events) {
        for (var event = parser.next(); event != null; event = parser.next()) {
            events.add(event);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
