package dev.lotse.models;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Where a model file comes from, parsed from the text of the registry. */
sealed interface ModelSource {

    /** Whether a checksum must be given: yes for everything that somebody else could have changed on its way here. */
    boolean needsChecksum();

    /** Without secrets: the query of a URL may carry a token and is left out. */
    String describe();

    /** Empty where the text is none of the three forms. */
    static Optional<ModelSource> parse(String text) {
        if (text.startsWith("classpath:")) {
            String name = text.substring("classpath:".length());
            String resource = name.startsWith("/") ? name.substring(1) : name;
            return resource.isBlank() ? Optional.empty() : Optional.of(new Resource(resource));
        }
        if (text.startsWith("file:")) {
            return parseFile(text.substring("file:".length())).map(LocalFile::new);
        }
        return parseHttps(text).map(Https::new);
    }

    private static Optional<Path> parseFile(String rest) {
        // file:///a/b and file:/a/b are URLs, file:a/b is a path relative to the registry file or the working folder.
        String path = rest.startsWith("///") ? rest.substring(2) : rest;
        if (path.isBlank() || path.startsWith("//")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> parseHttps(String text) {
        try {
            URI uri = new URI(text);
            boolean https = uri.getScheme() != null
                    && uri.getScheme().toLowerCase(Locale.ROOT).equals("https");
            return https && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** A resource of the class path, such as a model that the build packed. */
    record Resource(String name) implements ModelSource {
        @Override
        public boolean needsChecksum() {
            return true;
        }

        @Override
        public String describe() {
            return "classpath:" + name;
        }
    }

    /** A file of this machine; it is used where it lies and never copied or changed. */
    record LocalFile(Path path) implements ModelSource {
        @Override
        public boolean needsChecksum() {
            return false;
        }

        @Override
        public String describe() {
            return "file:" + path;
        }
    }

    /** A file of a web server. */
    record Https(URI uri) implements ModelSource {
        @Override
        public boolean needsChecksum() {
            return true;
        }

        @Override
        public String describe() {
            return withoutSecrets(uri);
        }

        /** Scheme, host, port and path: user information, query and fragment may hold secrets. */
        static String withoutSecrets(URI uri) {
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            return uri.getScheme() + "://" + uri.getHost() + port + path;
        }
    }
}
