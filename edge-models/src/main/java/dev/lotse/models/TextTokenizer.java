package dev.lotse.models;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A Hugging Face {@code tokenizer.json} run by the vendors' own library.
 *
 * <p>The library's plain calls are used, not the class above them, which copies eight arrays out of native memory for
 * each text where one is needed, and which looks for GPUs and reports home when it is loaded. Padding and truncation of
 * the file are switched off: batches are padded and texts are cut here.
 *
 * <p>Thread-safe: the native tokeniser is immutable; the lock only keeps {@link #close} from freeing it under a call.
 */
final class TextTokenizer implements AutoCloseable {
    /** No language's tokens are this long on average; text beyond this many characters per token is not looked at. */
    private static final int MAX_CHARS_PER_TOKEN = 64;

    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Path file;
    private final long handle;
    private final long[] leading;
    private final long[] trailing;
    private boolean closed;

    private TextTokenizer(Path file, long handle) {
        this.file = file;
        this.handle = handle;
        LIBRARY.disablePadding(handle);
        LIBRARY.disableTruncation(handle);
        long[][] specials = specials();
        this.leading = specials[0];
        this.trailing = specials[1];
    }

    /**
     * Loads the tokeniser; the native library must have been loaded.
     *
     * @throws ModelException when the file cannot be read or is none
     */
    static TextTokenizer load(Path file) {
        String json;
        try {
            json = Files.readString(file);
        } catch (IOException e) {
            throw new ModelException("The tokeniser file " + file + " cannot be read: " + ModelStore.reason(e), e);
        }
        long handle;
        try {
            handle = LIBRARY.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            throw new ModelException(
                    "The tokeniser file " + file + " is damaged or is no tokenizer.json: " + e.getMessage()
                            + ". Delete it to have it fetched again, or correct the source in the model registry.",
                    e);
        }
        try {
            return new TextTokenizer(file, handle);
        } catch (RuntimeException e) {
            LIBRARY.deleteTokenizer(handle);
            throw e;
        }
    }

    private long[][] specials() {
        long encoding = LIBRARY.encode(handle, "a", true);
        try {
            long[] ids = LIBRARY.getTokenIds(encoding);
            long[] special = LIBRARY.getSpecialTokenMask(encoding);
            int from = 0;
            while (from < ids.length && special[from] == 1) {
                from++;
            }
            int to = ids.length;
            while (to > from && special[to - 1] == 1) {
                to--;
            }
            return new long[][] {Arrays.copyOfRange(ids, 0, from), Arrays.copyOfRange(ids, to, ids.length)};
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    /** The number of tokens of the text alone. */
    int count(String text) {
        return text.isEmpty() ? 0 : ids(text).length;
    }

    /**
     * How many tokens a prefix takes. The tokens that all texts with the prefix begin with are counted, because a
     * tokeniser may join the prefix's last space with the text's first word.
     */
    int prefixTokens(String prefix) {
        if (prefix.isEmpty()) {
            return 0;
        }
        long[] a = ids(prefix + "a");
        int common = a.length;
        for (String probe : new String[] {"7", "Z", "ü", "("}) {
            long[] b = ids(prefix + probe);
            int n = 0;
            while (n < common && n < b.length && a[n] == b[n]) {
                n++;
            }
            common = n;
        }
        return common;
    }

    /**
     * The tokens of prefix and text with the special tokens around them, cut to the window.
     *
     * @param prefixTokens what {@link #prefixTokens} says of the prefix
     * @param maxTokens the model's window
     */
    TokenInput encode(String prefix, int prefixTokens, String text, int maxTokens) {
        String head = cut(text, maxTokens);
        long[] body = ids(prefix + head);
        int room = maxTokens - leading.length - trailing.length;
        int kept = Math.min(body.length, room);
        long[] all = new long[leading.length + kept + trailing.length];
        System.arraycopy(leading, 0, all, 0, leading.length);
        System.arraycopy(body, 0, all, leading.length, kept);
        System.arraycopy(trailing, 0, all, leading.length + kept, trailing.length);
        int ownFrom = leading.length + Math.min(prefixTokens, kept);
        return new TokenInput(all, ownFrom, leading.length + kept, kept < body.length || head.length() < text.length());
    }

    /**
     * The tokens of the text alone, for joining with others.
     *
     * @param maxTokens how many are of interest; more may be returned
     */
    long[] head(String text, int maxTokens) {
        return text.isEmpty() ? new long[0] : ids(cut(text, maxTokens));
    }

    /**
     * How this tokeniser joins two texts.
     *
     * @throws ModelException when it does not
     */
    PairTemplate pairTemplate() {
        long encoding = LIBRARY.encodeDual(handle, "a", "b", true);
        try {
            return PairTemplate.learn(
                    LIBRARY.getTokenIds(encoding), LIBRARY.getTypeIds(encoding), LIBRARY.getSpecialTokenMask(encoding));
        } catch (ModelException e) {
            throw new ModelException("The tokeniser file " + file + " cannot be used: " + e.getMessage() + ".");
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    private static String cut(String text, int maxTokens) {
        int maxChars = (int) Math.min(Integer.MAX_VALUE / 2, (long) maxTokens * MAX_CHARS_PER_TOKEN);
        if (text.length() <= maxChars) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars);
    }

    private long[] ids(String text) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new ModelException("The tokeniser " + file + " is closed.");
            }
            long encoding = LIBRARY.encode(handle, text, false);
            try {
                return LIBRARY.getTokenIds(encoding);
            } finally {
                LIBRARY.deleteEncoding(encoding);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                LIBRARY.deleteTokenizer(handle);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
