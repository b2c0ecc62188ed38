package dev.lotse.models;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * The native parts of ONNX Runtime and of the tokeniser, kept in {@code <models folder>/native}.
 *
 * <p>Both vendors' loaders unpack elsewhere: ONNX Runtime 24 MB into the temporary folder at every start (left behind
 * when the process is killed), the tokeniser into the user's home, after looking for GPUs through a third library and
 * reporting home once a day. So the libraries are unpacked here, once, and loaded by path; the tokeniser's own loader
 * never runs.
 */
final class NativeLibraries {
    private static final String ORT_PATH_PROPERTY = "onnxruntime.native.path";

    private final Path folder;

    NativeLibraries(Path modelsFolder) {
        this.folder = modelsFolder.resolve("native");
    }

    /**
     * Makes the tokeniser's native methods callable; does nothing where they are already.
     *
     * @throws ModelException when there is no library for this platform or it cannot be loaded
     */
    void loadTokenizers() {
        if (tokenizersAreLoaded()) {
            return;
        }
        Platform platform = Platform.current();
        List<String> names = platform.windows()
                ? List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll", "tokenizers.dll")
                : List.of(System.mapLibraryName("tokenizers"));
        Path home = folder.resolve("tokenizers-" + platform.tokenizers());
        for (String name : names) {
            Path file = unpack(
                    TokenizersLibrary.class,
                    "/native/lib/" + platform.tokenizers() + "/cpu/" + name,
                    home,
                    "tokeniser");
            try {
                System.load(file.toString());
            } catch (UnsatisfiedLinkError e) {
                throw unloadable("tokeniser", file, e);
            }
        }
    }

    /** The process-wide environment of ONNX Runtime, quiet and without telemetry. */
    OrtEnvironment loadOnnxRuntime() {
        if (System.getProperty(ORT_PATH_PROPERTY) == null) {
            Platform platform = Platform.current();
            Path home = folder.resolve("onnxruntime-" + platform.onnxRuntime());
            for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
                String name = System.mapLibraryName(library).replace("jnilib", "dylib");
                unpack(
                        OrtEnvironment.class,
                        "/ai/onnxruntime/native/" + platform.onnxRuntime() + "/" + name,
                        home,
                        "ONNX Runtime");
            }
            System.setProperty(ORT_PATH_PROPERTY, home.toAbsolutePath().toString());
        }
        try {
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "lotse");
            environment.setTelemetry(false);
            return environment;
        } catch (OrtException | LinkageError | IllegalStateException e) {
            throw unloadable("ONNX Runtime", Path.of(System.getProperty(ORT_PATH_PROPERTY, "")), e);
        }
    }

    /** Loads both and says how that went; never throws. */
    List<LibraryCheck> check() {
        return List.of(checkOnnxRuntime(), checkTokenizers());
    }

    private LibraryCheck checkOnnxRuntime() {
        try {
            OrtEnvironment environment = loadOnnxRuntime();
            return new LibraryCheck(
                    "ONNX Runtime",
                    true,
                    environment.getVersion(),
                    "execution providers: " + OrtEnvironment.getAvailableProviders());
        } catch (ModelException e) {
            return new LibraryCheck("ONNX Runtime", false, "unknown", String.valueOf(e.getMessage()));
        }
    }

    private LibraryCheck checkTokenizers() {
        String version = tokenizersVersion();
        try {
            loadTokenizers();
            return new LibraryCheck("Hugging Face tokenizers", true, version, "loaded");
        } catch (ModelException e) {
            return new LibraryCheck("Hugging Face tokenizers", false, version, String.valueOf(e.getMessage()));
        }
    }

    /** The version of the tokeniser's library, or "unknown". */
    private static String tokenizersVersion() {
        try (InputStream in = TokenizersLibrary.class.getResourceAsStream("/native/lib/tokenizers.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static boolean tokenizersAreLoaded() {
        // There is no way to ask; a call that fails in one of two ways tells.
        try {
            long handle = TokenizersLibrary.LIB.createTokenizerFromString("{}");
            TokenizersLibrary.LIB.deleteTokenizer(handle);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }

    private static Path unpack(Class<?> owner, String resource, Path home, String what) {
        Path file =
                home.resolve(resource.substring(resource.lastIndexOf('/') + 1)).toAbsolutePath();
        URL url = owner.getResource(resource);
        if (url == null) {
            throw new ModelException("There is no " + what + " for this platform (" + System.getProperty("os.name")
                    + ", " + System.getProperty("os.arch") + "); supported: Linux and macOS on x86-64 or ARM64,"
                    + " Windows on x86-64, as far as the libraries carry them.");
        }
        try (InputStream in = url.openStream()) {
            long size = url.openConnection().getContentLengthLong();
            if (Files.isRegularFile(file) && Files.size(file) == size) {
                return file;
            }
            WholeFile.write(file, part -> Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING));
            return file;
        } catch (IOException e) {
            throw new ModelException(
                    "The native library of the " + what + " cannot be unpacked to " + file + " ("
                            + ModelStore.reason(e)
                            + "). Check that the folder may be written and that the disk has room.",
                    e);
        }
    }

    private static ModelException unloadable(String what, Path file, Throwable e) {
        return new ModelException(
                "The native library of the " + what + " cannot be loaded from " + file + ": " + e.getMessage()
                        + ". Delete it (it is unpacked again), and check that the folder's file system allows"
                        + " programs (not mounted noexec).",
                e);
    }

    /** The folder names of the two vendors. */
    private record Platform(String os, boolean arm) {

        static Platform current() {
            String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
            String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
            String os = name.contains("win") && !name.contains("darwin")
                    ? "win"
                    : name.contains("mac") || name.contains("darwin") ? "osx" : "linux";
            return new Platform(os, arch.equals("aarch64") || arch.equals("arm64"));
        }

        boolean windows() {
            return os.equals("win");
        }

        String tokenizers() {
            return os + "-" + (arm ? "aarch64" : "x86_64");
        }

        String onnxRuntime() {
            return os + "-" + (arm ? "aarch64" : "x64");
        }
    }
}
