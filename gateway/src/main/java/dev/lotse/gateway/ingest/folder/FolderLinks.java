package dev.lotse.gateway.ingest.folder;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which file of a folder a link means: also links to folders, without file ending, or to where the folder is served. */
final class FolderLinks {
    private static final List<String> INDEX_FILES = List.of("index.html", "index.htm", "index.md", "README.md");
    private static final List<String> ENDINGS = List.of(".html", ".htm", ".md");

    private final Path root;
    private final @Nullable URI baseUrl;

    FolderLinks(Path root, @Nullable URI baseUrl) {
        this.root = root;
        this.baseUrl = baseUrl;
    }

    Optional<String> objectId(URI target) {
        String path = target.getPath();
        if (path == null || path.isEmpty()) {
            return Optional.empty();
        }
        try {
            if ("file".equals(target.getScheme())) {
                Path file = Path.of(path);
                // A reference such as /a/b.html starts at the root of the site, not of the disk.
                return file.startsWith(root) ? file(file) : file(root.resolve(path.replaceFirst("^/+", "")));
            }
            if (baseUrl != null
                    && baseUrl.getScheme().equalsIgnoreCase(target.getScheme())
                    && baseUrl.getRawAuthority().equalsIgnoreCase(target.getRawAuthority())
                    && path.startsWith(baseUrl.getPath())) {
                return file(root.resolve(path.substring(baseUrl.getPath().length())));
            }
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private Optional<String> file(Path wanted) {
        Path file = wanted.normalize();
        if (!file.startsWith(root)) {
            return Optional.empty();
        }
        if (Files.isRegularFile(file)) {
            return Optional.of(FolderListing.relative(root, file));
        }
        if (Files.isDirectory(file)) {
            for (String name : INDEX_FILES) {
                if (Files.isRegularFile(file.resolve(name))) {
                    return Optional.of(FolderListing.relative(root, file.resolve(name)));
                }
            }
            return Optional.empty();
        }
        for (String ending : ENDINGS) {
            Path withEnding = file.resolveSibling(file.getFileName() + ending);
            if (Files.isRegularFile(withEnding)) {
                return Optional.of(FolderListing.relative(root, withEnding));
            }
        }
        return Optional.empty();
    }
}
