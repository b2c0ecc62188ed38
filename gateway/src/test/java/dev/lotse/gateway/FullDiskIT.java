package dev.lotse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A disk that takes no more, as far as a process can be made to see one without rights over the machine: files may not grow
 * beyond a limit, so that writes fail in the middle of a run.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FullDiskIT {
    private static final List<String> UNLIMITED = List.of();

    @TempDir
    private Path folder;

    @BeforeEach
    void indexAFirstPage() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("pages"));
        page("solar.html", "Eine kleine Photovoltaikanlage melden Sie online an.");
        assertThat(index(UNLIMITED)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 48})
    void theErrorIsClearTheOldIndexServesAndTheNextRunEndsWell(int kibibytes) throws IOException, InterruptedException {
        for (int i = 0; i < 60; i++) {
            page(i + ".html", ("Der Zähler " + i + " wird im Keller abgelesen. ").repeat(20));
        }

        assertThat(index(List.of("bash", "-c", "ulimit -f " + kibibytes + "; exec \"$@\"", "bash")))
                .as(said("index"))
                .isEqualTo(1);

        assertThat(said("index"))
                .contains(folder.resolve("data").toString())
                .containsPattern("(?i)space.+permission")
                .doesNotContain("\tat ");
        assertThat(search("photovoltaikanlage")).contains("solar.html");
        assertThat(search("keller")).doesNotContain("59.html");

        assertThat(index(UNLIMITED)).as(said("index")).isZero();
        assertThat(said("index")).doesNotContain("damaged");
        assertThat(search("zähler 59 keller")).contains("59.html");
    }

    private int index(List<String> wrapper) throws IOException, InterruptedException {
        return run(wrapper, "index", "--site", "werke", folder.resolve("pages").toString());
    }

    private String search(String words) throws IOException, InterruptedException {
        assertThat(run(UNLIMITED, "search", "--site", "werke", words))
                .as(said("search"))
                .isZero();
        return said("search");
    }

    private int run(List<String> wrapper, String command, String... arguments)
            throws IOException, InterruptedException {
        Process process = LotseProcess.start(
                wrapper, folder.resolve("data"), folder.resolve(command + ".log"), command, arguments);
        try {
            Files.write(
                    folder.resolve(command + ".out"), process.getInputStream().readAllBytes());
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    private String said(String command) throws IOException {
        return Files.readString(folder.resolve(command + ".log"))
                + Files.readString(folder.resolve(command + ".out"), StandardCharsets.UTF_8);
    }

    private void page(String name, String text) throws IOException {
        Files.writeString(
                folder.resolve("pages").resolve(name),
                "<html lang='de'><title>" + name + "</title><main><h1>" + name + "</h1><p>" + text + "</main></html>");
    }
}
