package dev.lotse.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models folder: {@code <folder>/<id>/<version>/model.onnx} and {@code tokenizer.json}, brought there from where
 * the registry says and verified.
 *
 * <p>A file appears under its name only when it is whole and its checksum is right (temporary file, then rename), so a
 * process that is killed leaves nothing that a later one could mistake for a model. Hashing a model costs a noticeable
 * part of a start, so a record beside the file ({@code *.verified}) keeps size, time of change and checksum; the file is
 * hashed again only when one of them differs.
 *
 * <p>Thread-safe; several processes may share a folder.
 */
final class ModelStore {
    private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

    private final Path folder;
    private final ModelDownload download;

    ModelStore(Path folder, ModelDownload download) {
        this.folder = folder;
        this.download = download;
    }

    /** The verified files of the model, fetched first where they are not here yet or not whole. */
    ModelFiles fetch(ModelSpec spec) {
        return new ModelFiles(
                fetch(spec, spec.source(), spec.sha256(), "model.onnx"),
                fetch(spec, spec.tokenizerSource(), spec.tokenizerSha256(), "tokenizer.json"));
    }

    /** Whether {@link #fetch} would find both files in place, judged without hashing them. */
    boolean isFetched(ModelSpec spec) {
        return isPresent(spec, spec.source(), spec.sha256(), "model.onnx")
                && isPresent(spec, spec.tokenizerSource(), spec.tokenizerSha256(), "tokenizer.json");
    }

    private Path home(ModelSpec spec) {
        return folder.resolve(spec.id()).resolve(spec.version());
    }

    private boolean isPresent(ModelSpec spec, String source, String sha256, String name) {
        if (ModelSource.parse(source).orElseThrow() instanceof ModelSource.LocalFile local) {
            return Files.isRegularFile(local.path());
        }
        Path file = home(spec).resolve(name);
        try {
            return Files.isRegularFile(file) && new Verification(file, record(spec, name)).isRecorded(sha256);
        } catch (IOException e) {
            return false;
        }
    }

    private Path record(ModelSpec spec, String name) {
        return home(spec).resolve(name + ".verified");
    }

    private Path fetch(ModelSpec spec, String sourceText, String sha256, String name) {
        ModelSource source = ModelSource.parse(sourceText).orElseThrow();
        try {
            if (source instanceof ModelSource.LocalFile local) {
                return verifyLocal(spec, local, sha256, name);
            }
            Path file = home(spec).resolve(name);
            Verification verification = new Verification(file, record(spec, name));
            if (Files.isRegularFile(file)) {
                if (verification.holds(sha256)) {
                    return file;
                }
                LOG.warn("{} is not the file that was verified before; it is fetched again", file);
            }
            WholeFile.write(file, part -> {
                bring(source, part);
                String actual = sha256(part);
                if (!actual.equals(sha256)) {
                    throw mismatch(spec, source.describe(), sha256, actual);
                }
            });
            verification.write(sha256);
            return file;
        } catch (IOException e) {
            throw new ModelException(
                    "Model \"" + spec.id() + "\": " + name + " cannot be put into " + home(spec) + " (" + reason(e)
                            + "). Check that the folder may be written and that the disk has room.",
                    e);
        }
    }

    private Path verifyLocal(ModelSpec spec, ModelSource.LocalFile local, String sha256, String name)
            throws IOException {
        Path file = local.path().toAbsolutePath().normalize();
        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
            throw new ModelException("Model \"" + spec.id() + "\": the file " + file
                    + " does not exist or cannot be read. Put it there or correct the source in the model registry.");
        }
        if (!sha256.isEmpty()) {
            Verification verification = new Verification(file, record(spec, name));
            if (!verification.holds(sha256)) {
                throw mismatch(spec, file.toString(), sha256, sha256(file));
            }
        }
        return file;
    }

    private void bring(ModelSource source, Path part) throws IOException {
        switch (source) {
            case ModelSource.Resource resource -> {
                try (InputStream in = ModelStore.class.getClassLoader().getResourceAsStream(resource.name())) {
                    if (in == null) {
                        throw new ModelException(
                                "The resource " + resource.name()
                                        + " is not on the class path; the program is incomplete or the model registry is wrong.");
                    }
                    Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            case ModelSource.Https https -> download.fetch(https.uri(), part);
            case ModelSource.LocalFile local -> throw new IllegalStateException("used in place: " + local);
        }
    }

    private static ModelException mismatch(ModelSpec spec, String what, String expected, String actual) {
        return new ModelException("Model \"" + spec.id() + "\": " + what + " has the checksum " + actual
                + " but the model registry expects " + expected
                + ". The file was changed or damaged on its way; fetch it again or correct the registry.");
    }

    static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
