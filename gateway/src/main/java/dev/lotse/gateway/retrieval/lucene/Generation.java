package dev.lotse.gateway.retrieval.lucene;

import dev.lotse.gateway.retrieval.CompletionIndex;
import dev.lotse.gateway.retrieval.EngineException;
import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.gateway.retrieval.Lexicon;
import dev.lotse.gateway.retrieval.SiteStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.StandardDirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One commit of a generation, open for reading. Its vocabulary is made once, beside the first searches; its completions, which cost more
 * and which no search needs, when the first are asked for.
 *
 * <p>Thread-safe. Whoever uses it holds it by {@link #tryAcquire} and {@link #release}; it closes with the last one.
 */
final class Generation {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    private final long number;
    private final Path path;
    private final DirectoryReader reader;
    private final GenerationInfo info;
    private final String fingerprint;
    private final @Nullable TokenStore tokens;
    private final String tokensProblem;
    private final CompletableFuture<Lexicon> lexicon;
    private final Executor background;
    private @Nullable CompletableFuture<CompletionIndex> completions;

    private Generation(
            SiteFolder folder, long number, GenerationInfo info, DirectoryReader reader, Executor background) {
        this.number = number;
        this.path = folder.generation(number);
        this.reader = reader;
        this.info = info;
        this.fingerprint = version() + "@" + commitId(reader);
        TokenStore opened = null;
        String problem = "";
        if (info.tokens().isEmpty()) {
            problem = "the index of site '" + folder.site() + "' has no token vectors; run 'lotse index' for it again";
        } else {
            try {
                opened = TokenStore.open(path, info);
                closeWithReader(reader, opened);
            } catch (IOException | RuntimeException e) {
                problem = "the token vectors of site '" + folder.site() + "' cannot be used (" + e.getMessage()
                        + "); run 'lotse index' for it again";
                LOG.warn("{}; until then results stay in the order of the fusion", problem);
            }
        }
        this.tokens = opened;
        this.tokensProblem = problem;
        this.lexicon = CompletableFuture.supplyAsync(() -> holding(() -> Vocabulary.read(reader)), background);
        this.background = background;
    }

    private static void closeWithReader(DirectoryReader reader, TokenStore tokens) throws IOException {
        IndexReader.CacheHelper helper = reader.getReaderCacheHelper();
        if (helper == null) {
            throw new IOException("the index reader cannot tell when it is closed");
        }
        helper.addClosedListener(key -> tokens.close());
    }

    /** Opens the newest commit of a generation. */
    static Generation open(SiteFolder folder, long number, Executor background) {
        GenerationInfo info = folder.info(number);
        try {
            DirectoryReader reader = DirectoryReader.open(MMapDirectory.open(folder.generation(number)));
            return new Generation(folder, number, info, reader, background);
        } catch (IOException | IllegalArgumentException e) {
            throw new EngineException(
                    "the index of site '" + folder.site() + "' in " + folder.generation(number) + " cannot be opened ("
                            + e.getMessage() + "); run 'lotse index' for this site again",
                    e);
        }
    }

    /** The same generation with its newest commit, or null where this is the newest. */
    @Nullable
    Generation refreshed(SiteFolder folder, Executor background) throws IOException {
        DirectoryReader newer = DirectoryReader.openIfChanged(reader);
        return newer == null ? null : new Generation(folder, number, info, newer, background);
    }

    /** Makes completions beside what is served, so that who asks for them does not wait, where the one before had been asked. */
    void follow(Generation before) {
        if (before.hasCompletions()) {
            CompletableFuture<CompletionIndex> unused = completing();
        }
    }

    boolean tryAcquire() {
        return reader.tryIncRef();
    }

    void release() {
        try {
            reader.decRef();
        } catch (IOException e) {
            throw new EngineException("cannot close the index in " + path, e);
        }
    }

    long number() {
        return number;
    }

    GenerationInfo info() {
        return info;
    }

    /** Token vectors, or null where there are none to be used; then {@link #tokensProblem} says why. */
    @Nullable
    TokenStore tokens() {
        return tokens;
    }

    String tokensProblem() {
        return tokensProblem;
    }

    DirectoryReader reader() {
        return reader;
    }

    IndexSearcher newSearcher() {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setSimilarity(IndexSettings.similarity());
        return searcher;
    }

    /** {@code generation.revision}: the revision rises with every change in place. */
    String version() {
        return number + "." + reader.getVersion();
    }

    /** The version and the random id of the commit: two indexes with the same version are told apart. */
    String fingerprint() {
        return fingerprint;
    }

    Lexicon lexicon() {
        return ready(lexicon);
    }

    CompletionIndex completions() {
        return ready(completing());
    }

    private synchronized boolean hasCompletions() {
        return completions != null;
    }

    private synchronized CompletableFuture<CompletionIndex> completing() {
        if (completions == null) {
            completions =
                    CompletableFuture.supplyAsync(() -> holding(() -> Completions.read(newSearcher())), background);
        }
        return completions;
    }

    SiteStatus status(String site) throws IOException {
        Lexicon words = lexicon();
        Map<String, Long> languages = new HashMap<>();
        words.languages().forEach(lang -> languages.put(lang, (long) words.pages(lang)));
        int pages = newSearcher().count(FilterQueries.PAGES_ONLY);
        int passages = newSearcher().count(new TermQuery(new Term(IndexFields.KIND, IndexFields.KIND_PASSAGE)));
        long bytes;
        try (Stream<Path> files = Files.list(path)) {
            bytes = files.mapToLong(file -> file.toFile().length()).sum();
        }
        return new SiteStatus(site, version(), info, pages, passages, languages, bytes);
    }

    private static String commitId(DirectoryReader reader) {
        byte[] id = reader instanceof StandardDirectoryReader standard
                ? standard.getSegmentInfos().getId()
                : null;
        return id == null ? "" : StringHelper.idToString(id);
    }

    private <T> T holding(IoSupplier<T> work) {
        if (!tryAcquire()) {
            throw new EngineException("the index generation " + number + " was closed meanwhile");
        }
        try {
            return work.get();
        } catch (IOException e) {
            throw new EngineException("cannot read the index in " + path, e);
        } finally {
            release();
        }
    }

    private static <T> T ready(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof EngineException engine
                    ? engine
                    : new EngineException("the vocabulary of the index cannot be read", e);
        }
    }

    private interface IoSupplier<T> {
        T get() throws IOException;
    }
}
