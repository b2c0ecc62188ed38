package dev.lotse.gateway.retrieval.elasticsearch.node;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the server of Elasticsearch 8.19 reads from its standard input before it starts: flags, an empty keystore, settings
 * and folders, in the server's own binary form. It takes nothing from {@code elasticsearch.yml} by itself.
 */
final class ServerArguments {
    /** Written afterwards, it stops the server; so does the end of the stream. */
    static final int STOP = 0x1B;

    private static final String KEYSTORE_CLASS = "org.elasticsearch.common.settings.KeyStoreWrapper";
    private static final int KEYSTORE_FORMAT = 7;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private ServerArguments() {}

    static byte[] encode(Map<String, String> settings, Path config, Path logs) {
        ServerArguments arguments = new ServerArguments();
        arguments.flag(false); // in the foreground
        arguments.flag(true); // no log on the console
        arguments.flag(false); // no file with the process id
        arguments.text(KEYSTORE_CLASS);
        arguments.emptyKeystore();
        arguments.number(settings.size());
        settings.forEach((key, value) -> {
            arguments.text(key);
            arguments.out.write(0); // the type of the value: a text
            arguments.text(value);
        });
        arguments.text(config.toString());
        arguments.text(logs.toString());
        return arguments.out.toByteArray();
    }

    private void emptyKeystore() {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(KEYSTORE_FORMAT >>> shift);
        }
        flag(false); // no password
        flag(false); // no encrypted bytes
        number(0); // no entries
        flag(false); // not closed
    }

    private void flag(boolean value) {
        out.write(value ? 1 : 0);
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    private void number(int value) {
        int rest = value;
        while (rest > 0x7F) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /** The number of UTF-16 code units, then each of them as one to three bytes. */
    private void text(String text) {
        number(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x7F) {
                out.write(c);
            } else if (c <= 0x7FF) {
                out.write(0xC0 | c >> 6);
                out.write(0x80 | (c & 0x3F));
            } else {
                out.write(0xE0 | c >> 12);
                out.write(0x80 | (c >> 6 & 0x3F));
                out.write(0x80 | (c & 0x3F));
            }
        }
    }
}
