package dev.lotse.gateway.retrieval.elasticsearch.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** The folder of one node: the distribution by symbolic links, and what is its own. */
record NodeHome(Path path) {
    private static final String SECURITY_MODULES = "x-pack-";

    Path config() {
        return path.resolve("config");
    }

    Path logs() {
        return path.resolve("logs");
    }

    Path data() {
        return path.resolve("data");
    }

    Path temporary() {
        return path.resolve("tmp");
    }

    /** Where the node writes the address that it listens on. */
    Path ports() {
        return logs().resolve("http.ports");
    }

    /** @param secured whether the node gets the modules that check who asks, which make its start slower */
    void prepare(Path distribution, @Nullable Path plugin, boolean secured) throws IOException {
        for (Path folder : List.of(config(), logs(), data(), temporary(), path.resolve("plugins"))) {
            Files.createDirectories(folder);
        }
        for (String part : List.of("lib", "bin")) {
            link(path.resolve(part), distribution.resolve(part));
        }
        linkModules(distribution.resolve("modules"), secured);
        Files.writeString(config().resolve("log4j2.properties"), """
                appender.file.type = File
                appender.file.name = file
                appender.file.fileName = ${sys:es.logs.base_path}/server.log
                appender.file.layout.type = PatternLayout
                appender.file.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
                rootLogger.level = info
                rootLogger.appenderRef.file.ref = file
                """);
        Files.deleteIfExists(ports());
        Files.deleteIfExists(logs().resolve("server.log"));
        Path own = path.resolve("plugins").resolve("lotse");
        deleteFiles(own);
        if (plugin != null) {
            unzip(plugin, own);
        }
    }

    private void linkModules(Path modules, boolean secured) throws IOException {
        Path own = path.resolve("modules");
        if (Files.isSymbolicLink(own)) {
            Files.delete(own);
        } else if (Files.exists(own)) {
            deleteFiles(own);
        }
        if (secured) {
            // The modules for security read themselves by the path of the folder that holds all.
            link(own, modules);
            return;
        }
        Files.createDirectories(own);
        try (Stream<Path> all = Files.list(modules)) {
            for (Path module : all.toList()) {
                if (!module.getFileName().toString().startsWith(SECURITY_MODULES)) {
                    link(own.resolve(module.getFileName()), module);
                }
            }
        }
    }

    private static void link(Path link, Path target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
    }

    private static void deleteFiles(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** A plugin's zip is flat. */
    private static void unzip(Path zip, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in, StandardCharsets.UTF_8)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.isDirectory() || entry.getName().contains("/")) {
                    throw new IOException(zip + " is no plugin: it holds the folder " + entry.getName());
                }
                Files.copy(entries, folder.resolve(entry.getName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
