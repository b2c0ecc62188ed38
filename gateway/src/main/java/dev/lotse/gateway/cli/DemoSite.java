package dev.lotse.gateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The bundled pages of the fictional Stadtwerke Lindhafen.
 *
 * @param folder where they lie on disk
 * @param fingerprint changes when any of them changes
 */
record DemoSite(Path folder, String fingerprint) {
    private static final String RESOURCE = "demo-site";

    /** Puts the pages into a folder, which afterwards holds them and nothing else. */
    static DemoSite extract(Path folder) throws IOException {
        SortedMap<String, byte[]> files = read();
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            if (!Files.isRegularFile(target)
                    || Files.size(target) != file.getValue().length
                    || !MessageDigest.isEqual(Files.readAllBytes(target), file.getValue())) {
                Files.createDirectories(target.getParent());
                Path part = target.resolveSibling(target.getFileName() + ".part");
                Files.write(part, file.getValue());
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (Stream<Path> present = Files.walk(folder)) {
            for (Path path : present.filter(Files::isRegularFile).toList()) {
                if (!files.containsKey(folder.relativize(path).toString().replace('\\', '/'))) {
                    Files.delete(path);
                }
            }
        }
        return new DemoSite(folder, fingerprint(files));
    }

    private static SortedMap<String, byte[]> read() throws IOException {
        URL url = DemoSite.class.getClassLoader().getResource(RESOURCE);
        if (url == null) {
            throw new CommandFailure("the program is incomplete: the demo site is missing from it");
        }
        try {
            URI uri = url.toURI();
            if (!uri.getScheme().equals("jar")) {
                return read(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return read(jar.getPath("/" + RESOURCE));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class loader's URL is no URI: " + url, e);
        }
    }

    private static SortedMap<String, byte[]> read(Path root) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                try (InputStream in = Files.newInputStream(path)) {
                    files.put(root.relativize(path).toString().replace('\\', '/'), in.readAllBytes());
                }
            }
        }
        return files;
    }

    private static String fingerprint(SortedMap<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
