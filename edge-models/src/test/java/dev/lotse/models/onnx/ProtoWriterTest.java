package dev.lotse.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** With the examples of the protocol-buffer documentation. */
class ProtoWriterTest {
    @Test
    void writesNumbersInGroupsOfSevenBits() {
        assertThat(new ProtoWriter().number(1, 150).toBytes()).containsExactly(0x08, 0x96, 0x01);
        assertThat(new ProtoWriter().number(1, 0).toBytes()).containsExactly(0x08, 0x00);
        assertThat(new ProtoWriter().number(1, -2).toBytes())
                .containsExactly(0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01);
    }

    @Test
    void writesTextWithItsLength() {
        assertThat(new ProtoWriter().text(2, "testing").toBytes())
                .containsExactly(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67);
    }

    @Test
    void writesMessagesInMessages() {
        assertThat(new ProtoWriter()
                        .message(3, new ProtoWriter().number(1, 150))
                        .toBytes())
                .containsExactly(0x1a, 0x03, 0x08, 0x96, 0x01);
    }

    @Test
    void writesFloatsLittleEndianAndFieldsBeyondFifteenInTwoBytes() {
        assertThat(new ProtoWriter().float32(20, 1.0f).toBytes()).containsExactly(0xa5, 0x01, 0x00, 0x00, 0x80, 0x3f);
    }
}
