package dev.lotse.gateway.ingest.folder;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The page files of a folder and below, sorted by path. Symbolic links are followed, but not into folders that are visited
 * anyway, so that loops end and no page is found twice. Hidden files and folders are left out.
 *
 * @param files paths relative to the root with forward slashes
 * @param problems relative path → why it could not be visited
 */
record FolderListing(List<String> files, Map<String, String> problems) {
    private static final Set<String> PAGE_ENDINGS = Set.of("html", "htm", "xhtml", "md", "markdown");

    static FolderListing of(Path root) throws IOException {
        List<String> files = new ArrayList<>();
        Map<String, String> problems = new TreeMap<>();
        Files.walkFileTree(
                root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                            throws IOException {
                        if (folder.equals(root)) {
                            return FileVisitResult.CONTINUE;
                        }
                        if (isHidden(folder)) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        if (Files.isSymbolicLink(folder) && folder.toRealPath().startsWith(root)) {
                            problems.put(relative(root, folder), "symbolic link to a folder that is read anyway");
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (isHidden(file) || !isPage(file)) {
                            return FileVisitResult.CONTINUE;
                        }
                        if (attributes.isRegularFile()) {
                            files.add(relative(root, file));
                        } else if (attributes.isSymbolicLink()) {
                            // Links are followed, so one that is still met leads nowhere.
                            problems.put(relative(root, file), "it does not exist");
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
                        if (file.equals(root)) {
                            throw cause;
                        }
                        if (cause instanceof FileSystemLoopException) {
                            problems.put(relative(root, file), "symbolic link to a folder above it");
                        } else if (Files.isDirectory(file) || isPage(file)) {
                            problems.put(relative(root, file), FolderSource.reason(cause));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        files.sort(null);
        return new FolderListing(List.copyOf(files), Collections.unmodifiableMap(problems));
    }

    static boolean isMarkdown(String file) {
        String ending = ending(file);
        return ending.equals("md") || ending.equals("markdown");
    }

    private static boolean isPage(Path file) {
        return PAGE_ENDINGS.contains(ending(String.valueOf(file.getFileName())));
    }

    private static boolean isHidden(Path file) {
        return String.valueOf(file.getFileName()).startsWith(".");
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    static String relative(Path root, Path file) {
        return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }
}
