package dev.lotse.gateway.retrieval.lucene;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which pages of the serving generation were changed in place, one object id a line, so that a generation built meanwhile
 * can take the changes over. It is written before the change itself: a line without a change is harmless.
 */
record ChangeLog(Path file) {

    long length() throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    void append(Collection<String> objectIds) throws IOException {
        StringBuilder lines = new StringBuilder();
        objectIds.forEach(id -> lines.append(escape(id)).append('\n'));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** The object ids that were changed after the log had this length, each once. */
    Set<String> since(long length) throws IOException {
        Set<String> ids = new LinkedHashSet<>();
        if (length() <= length) {
            return ids;
        }
        byte[] bytes = Files.readAllBytes(file);
        String tail = new String(
                bytes, Math.toIntExact(length), bytes.length - Math.toIntExact(length), StandardCharsets.UTF_8);
        tail.lines().map(ChangeLog::unescape).forEach(ids::add);
        return ids;
    }

    private static String escape(String id) {
        return id.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String line) {
        StringBuilder id = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                i++;
                c = line.charAt(i);
                id.append(c == 'n' ? '\n' : c == 'r' ? '\r' : c);
            } else {
                id.append(c);
            }
        }
        return id.toString();
    }
}
