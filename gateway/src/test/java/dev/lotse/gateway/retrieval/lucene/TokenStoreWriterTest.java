package dev.lotse.gateway.retrieval.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lotse.gateway.retrieval.GenerationInfo;
import dev.lotse.ranking.late.TokenCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenStoreWriterTest {
    private static final GenerationInfo INFO = new GenerationInfo("test@1", 4, "projection@1");

    @Test
    void whatIsNotFinishedIsNoPartOfTheStore(@TempDir Path folder) throws IOException {
        TokenCodes codes = TokenCodes.of(0, new int[] {7}, new float[] {1, 0, 0, 0}, 4);
        try (Directory directory = new MMapDirectory(folder)) {
            try (TokenStoreWriter first = new TokenStoreWriter(directory, 0, INFO)) {
                first.add(1, codes);
                first.finish();
            }
            // As a process leaves it that was killed.
            Files.writeString(folder.resolve(TokenStore.fileName(1) + ".part"), "cut off");
            assertThat(TokenStore.numbers(folder)).containsExactly(0);
            try (TokenStoreWriter abandoned = new TokenStoreWriter(directory, 1, INFO)) {
                abandoned.add(2, codes);
            }
            assertThat(TokenStore.numbers(folder)).containsExactly(0);
            try (TokenStore store = TokenStore.open(folder, INFO)) {
                assertThat(store.reader().get(1)).isNotNull();
                assertThat(store.reader().get(2)).isNull();
            }
        }
    }
}
