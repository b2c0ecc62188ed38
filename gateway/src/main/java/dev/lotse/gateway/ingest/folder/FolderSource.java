package dev.lotse.gateway.ingest.folder;

import dev.lotse.gateway.ingest.IngestException;
import dev.lotse.gateway.ingest.PageSource;
import dev.lotse.gateway.ingest.extract.ExtractedPage;
import dev.lotse.gateway.ingest.extract.PageExtractor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The HTML and Markdown files of a folder and below, in the order of their paths. A page's objectID is its path relative to the
 * folder with forward slashes.
 */
public final class FolderSource implements PageSource {
    private final Path root;
    private final @Nullable URI baseUrl;
    private final PageExtractor extractor;
    private @Nullable FolderListing listing;

    /**
     * Opens a folder.
     *
     * @param baseUrl where the folder is served, for the URLs of hits and for absolute links; null for relative URLs
     * @throws IngestException when the path is no readable folder
     */
    public FolderSource(Path folder, @Nullable URI baseUrl, PageExtractor extractor) {
        this.baseUrl = baseUrl == null ? null : directory(baseUrl);
        this.extractor = extractor;
        try {
            this.root = folder.toRealPath();
        } catch (IOException e) {
            throw new IngestException(
                    "cannot read the folder '" + folder + "': " + reason(e)
                            + "; give a folder of HTML or Markdown files",
                    e);
        }
        if (!Files.isDirectory(root)) {
            throw new IngestException("'" + folder + "' is no folder; give a folder of HTML or Markdown files");
        }
    }

    @Override
    public String name() {
        return "folder:" + root.toString().replace(root.getFileSystem().getSeparator(), "/");
    }

    @Override
    public long expected() {
        return listing().files().size();
    }

    @Override
    public void read(Consumer<SourceEvent> events) {
        FolderListing found = listing();
        found.problems().forEach((path, reason) -> events.accept(new SourceEvent.Skipped(path, reason)));
        FolderLinks links = new FolderLinks(root, baseUrl);
        for (String file : found.files()) {
            read(file, links, events);
        }
    }

    private void read(String file, FolderLinks links, Consumer<SourceEvent> events) {
        Path path = root.resolve(file);
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            // One byte more than is read tells the extractor that there is more.
            bytes = in.readNBytes(extractor.settings().maxBytes() + 1);
        } catch (IOException e) {
            events.accept(new SourceEvent.Skipped(file, reason(e)));
            return;
        }
        if (bytes.length == 0) {
            events.accept(new SourceEvent.Skipped(file, "empty file"));
            return;
        }
        URI location = path.toUri();
        ExtractedPage page = FolderListing.isMarkdown(file)
                ? extractor.markdown(bytes, location)
                : extractor.html(bytes, null, location);
        if (page.robots().excluded()) {
            events.accept(new SourceEvent.Skipped(file, "asks to be left out (draft, or meta lotse noindex)"));
            return;
        }
        if (page.truncated() != null) {
            events.accept(new SourceEvent.Skipped(file, page.truncated()));
        }
        events.accept(new SourceEvent.Found(page.toPage(file, url(file), name(), links::objectId)));
    }

    private String url(String file) {
        try {
            String relative =
                    new URI(null, null, "/" + file, null).toASCIIString().substring(1);
            return baseUrl == null ? relative : baseUrl + relative;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the multi-argument constructor escapes every path", e);
        }
    }

    private FolderListing listing() {
        FolderListing found = listing;
        if (found == null) {
            try {
                found = FolderListing.of(root);
            } catch (IOException e) {
                throw new IngestException("cannot read the folder '" + root + "': " + reason(e), e);
            }
            listing = found;
        }
        return found;
    }

    private static URI directory(URI base) {
        String text = base.toString();
        return URI.create(text.endsWith("/") ? text : text + "/");
    }

    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission to read it";
        }
        if (e instanceof NoSuchFileException) {
            return "it does not exist";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
