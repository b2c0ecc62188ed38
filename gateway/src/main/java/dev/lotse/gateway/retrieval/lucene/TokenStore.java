package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.ranking.late.TokenCodes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * The token vectors of a generation's passages, in memory-mapped files beside its Lucene index: {@code tokens-0.lts} from its
 * build, and one more for each change in place. It is no part of the Lucene index, so that a damaged store costs the
 * reranking and not the search.
 *
 * <pre>
 * header      codec name and format; encoder and projection
 * passages    length, {@link TokenCodes} (at most 18.4 kB)
 * keys        sorted, then the position of each; token ids with the number of passages that have them
 * tail        positions and counts of these tables; footer of Lucene with a checksum
 * </pre>
 *
 * <p>Passages are found by what the encoder read, so a passage that moves to another page keeps its vectors. Thread-safe; the
 * {@link Reader} is not.
 */
final class TokenStore implements Closeable {
    static final String CODEC = "LotseTokens";
    static final int FORMAT = 1;

    /** Changes in place after which their files are joined. */
    static final int MAX_FILES = 16;

    private static final String PREFIX = "tokens-";
    private static final String SUFFIX = ".lts";
    private static final int TAIL = 4 * Long.BYTES;

    private final String space;
    private final List<File> files;

    private record File(IndexInput in, long keysAt, int count, int[] tokenIds, int[] frequencies) {}

    private TokenStore(String space, List<File> files) {
        this.space = space;
        this.files = files;
    }

    static String fileName(int number) {
        return PREFIX + number + SUFFIX;
    }

    /** Names the encoder and the projection of a generation's token vectors. */
    static String space(GenerationInfo info) {
        return info.encoder() + "/" + info.tokens();
    }

    /** The key of a passage: 64 bits of its hash (FNV-1a over the hexadecimal digits). */
    static long key(String hash) {
        long key = 0xcbf29ce484222325L;
        for (int i = 0; i < hash.length(); i++) {
            key = (key ^ hash.charAt(i)) * 0x100000001b3L;
        }
        return key;
    }

    /** The numbers of the store's files in a generation's folder, rising. */
    static List<Integer> numbers(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches(PREFIX + "\\d{1,9}\\" + SUFFIX))
                    .map(name -> Integer.valueOf(name.substring(PREFIX.length(), name.length() - SUFFIX.length())))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Opens the store of a generation.
     *
     * @throws IOException when a file is missing, truncated, of another format, or of another encoder; the message is fit for
     *     an operator
     */
    static TokenStore open(Path folder, GenerationInfo info) throws IOException {
        List<Integer> numbers = numbers(folder);
        if (numbers.isEmpty() || numbers.getFirst() != 0) {
            throw new IOException(folder.resolve(fileName(0)) + " is missing");
        }
        List<File> files = new ArrayList<>();
        try (Directory directory = new MMapDirectory(folder)) {
            for (int number : numbers) {
                files.add(openFile(directory, fileName(number), space(info)));
            }
        } catch (IOException | RuntimeException e) {
            for (File file : files) {
                IOUtils.closeWhileHandlingException(file.in());
            }
            throw e;
        }
        return new TokenStore(space(info), files.reversed());
    }

    private static File openFile(Directory directory, String name, String space) throws IOException {
        IndexInput in = directory.openInput(name, IOContext.DEFAULT);
        try {
            CodecUtil.checkHeader(in, CODEC, FORMAT, FORMAT);
            String found = in.readString();
            if (!found.equals(space)) {
                throw new IOException(name + " has token vectors of " + found + ", the index is of " + space);
            }
            // Checks that the footer stands where the file ends, which a truncated file does not have.
            CodecUtil.retrieveChecksum(in);
            in.seek(in.length() - CodecUtil.footerLength() - TAIL);
            final long keysAt = in.readLong();
            final long count = in.readLong();
            final long frequenciesAt = in.readLong();
            final long tokens = in.readLong();
            boolean fits = keysAt > 0
                    && frequenciesAt == keysAt + count * 2 * Long.BYTES
                    && frequenciesAt + tokens * 2 * Integer.BYTES + TAIL + CodecUtil.footerLength() == in.length();
            if (!fits) {
                throw new CorruptIndexException("its tables do not fit its length", in);
            }
            int[] ids = new int[Math.toIntExact(tokens)];
            int[] frequencies = new int[ids.length];
            in.seek(frequenciesAt);
            for (int i = 0; i < ids.length; i++) {
                ids[i] = in.readInt();
                frequencies[i] = in.readInt();
            }
            return new File(in, keysAt, Math.toIntExact(count), ids, frequencies);
        } catch (IOException | RuntimeException e) {
            IOUtils.closeWhileHandlingException(in);
            throw e;
        }
    }

    /** Encoder and projection. */
    String space() {
        return space;
    }

    /** How much a token says: the logarithm of its inverse passage frequency, above 0. */
    float rarity(int token) {
        long passages = 0;
        long with = 0;
        for (File file : files) {
            passages += file.count();
            int at = Arrays.binarySearch(file.tokenIds(), token);
            with += at < 0 ? 0 : file.frequencies()[at];
        }
        return (float) Math.log1p((passages - with + 0.5) / (with + 0.5));
    }

    /** A view for one thread; valid while the store is open. */
    Reader reader() {
        return new Reader(files);
    }

    /** Copies the passages of all files but the first. */
    void copyChanges(TokenStoreWriter writer) throws IOException {
        for (File file : files.subList(0, files.size() - 1).reversed()) {
            IndexInput in = file.in().clone();
            for (int i = 0; i < file.count(); i++) {
                in.seek(file.keysAt() + (long) i * Long.BYTES);
                long key = in.readLong();
                writer.add(key, Reader.read(in, file, i));
            }
        }
    }

    @Override
    public void close() throws IOException {
        IOUtils.close(files.stream().map(File::in).toList());
    }

    /** Looks passages up, newest file first. */
    static final class Reader {
        private final List<File> files;
        private final List<IndexInput> inputs;

        private Reader(List<File> files) {
            this.files = files;
            this.inputs = files.stream().map(file -> file.in().clone()).toList();
        }

        /**
         * The token vectors of a passage, or null where the store has none.
         *
         * @throws IOException when they cannot be read
         */
        @Nullable
        TokenCodes get(long key) throws IOException {
            for (int i = 0; i < files.size(); i++) {
                File file = files.get(i);
                IndexInput in = inputs.get(i);
                int low = 0;
                int high = file.count() - 1;
                while (low <= high) {
                    int middle = (low + high) >>> 1;
                    in.seek(file.keysAt() + (long) middle * Long.BYTES);
                    int order = Long.compare(in.readLong(), key);
                    if (order == 0) {
                        return read(in, file, middle);
                    }
                    if (order < 0) {
                        low = middle + 1;
                    } else {
                        high = middle - 1;
                    }
                }
            }
            return null;
        }

        private static TokenCodes read(IndexInput in, File file, int index) throws IOException {
            in.seek(file.keysAt() + ((long) file.count() + index) * Long.BYTES);
            in.seek(in.readLong());
            int length = in.readInt();
            if (length < 0 || length > file.keysAt()) {
                throw new CorruptIndexException("a passage has the length " + length, in);
            }
            byte[] bytes = new byte[length];
            in.readBytes(bytes, 0, length);
            try {
                return TokenCodes.read(bytes, 0, length);
            } catch (IllegalArgumentException e) {
                throw new CorruptIndexException("a passage's token vectors: " + e.getMessage(), in, e);
            }
        }
    }
}
