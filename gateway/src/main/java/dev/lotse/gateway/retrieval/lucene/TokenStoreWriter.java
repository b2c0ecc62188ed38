package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.PageDocument;
import dev.lotse.ranking.late.TokenCodes;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/**
 * Writes one file of a {@link TokenStore}, which has its name only when it is whole: a disk that is full and a process that is killed leave nothing
 * that a store would stumble over. Used by one thread.
 */
final class TokenStoreWriter implements Closeable {
    private final Directory directory;
    private final String name;
    private final String part;
    private final IndexOutput out;
    private final Map<Integer, Integer> frequencies = new TreeMap<>();
    private long[] keys = new long[1024];
    private long[] positions = new long[1024];
    private int count;

    TokenStoreWriter(Directory directory, int number, GenerationInfo info) throws IOException {
        this.directory = directory;
        this.name = TokenStore.fileName(number);
        this.part = name + ".part";
        deletePart();
        this.out = directory.createOutput(part, IOContext.DEFAULT);
        CodecUtil.writeHeader(out, TokenStore.CODEC, TokenStore.FORMAT);
        out.writeString(TokenStore.space(info));
    }

    /** Adds the passages of a page; one without token vectors adds nothing. */
    void add(PageDocument document) throws IOException {
        for (int i = 0; i < document.tokens().size(); i++) {
            add(
                    TokenStore.key(document.passages().get(i).hash()),
                    document.tokens().get(i));
        }
    }

    void add(long key, TokenCodes tokens) throws IOException {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, count * 2);
            positions = Arrays.copyOf(positions, count * 2);
        }
        keys[count] = key;
        positions[count] = out.getFilePointer();
        count++;
        byte[] bytes = tokens.toBytes();
        out.writeInt(bytes.length);
        out.writeBytes(bytes, bytes.length);
        Arrays.stream(tokens.ids()).distinct().forEach(id -> frequencies.merge(id, 1, Integer::sum));
    }

    /** Writes the index of the file and makes it durable. */
    void finish() throws IOException {
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingLong(i -> keys[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        final long keysAt = out.getFilePointer();
        for (int i : order) {
            out.writeLong(keys[i]);
        }
        for (int i : order) {
            out.writeLong(positions[i]);
        }
        final long frequenciesAt = out.getFilePointer();
        for (Map.Entry<Integer, Integer> frequency : frequencies.entrySet()) {
            out.writeInt(frequency.getKey());
            out.writeInt(frequency.getValue());
        }
        out.writeLong(keysAt);
        out.writeLong(count);
        out.writeLong(frequenciesAt);
        out.writeLong(frequencies.size());
        CodecUtil.writeFooter(out);
        out.close();
        directory.sync(List.of(part));
        directory.rename(part, name);
        directory.syncMetaData();
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            deletePart();
        }
    }

    private void deletePart() throws IOException {
        try {
            directory.deleteFile(part);
        } catch (NoSuchFileException | FileNotFoundException e) {
            // It has its name, or never was.
        }
    }
}
