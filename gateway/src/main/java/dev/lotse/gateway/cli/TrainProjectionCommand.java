package dev.lotse.gateway.cli;

import dev.lotse.gateway.ingest.passage.PassageText;
import dev.lotse.models.Encoder;
import dev.lotse.models.Encoding;
import dev.lotse.models.TokenProjection;
import dev.lotse.models.train.ProjectionTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotse train projection}: how token vectors are shortened. */
@Command(
        name = "projection",
        mixinStandardHelpOptions = true,
        description = {
            "Learns how the encoder's token vectors are shortened, from the passages of a site.",
            "The file belongs into edge-models/src/main/resources/dev/lotse/models/projections of the source."
        })
final class TrainProjectionCommand implements Callable<Integer> {
    private static final int BATCH = 16;

    private final Workspace.Factory workspaces;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final SiteOption site = new SiteOption();

    @Option(
            names = "--dimension",
            paramLabel = "N",
            defaultValue = "64",
            description = "Length of the shortened vectors, 8 to 128 (default: ${DEFAULT-VALUE}).")
    private int dimension = 64;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the projection goes.")
    private Path out = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    TrainProjectionCommand(Workspace.Factory workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public Integer call() throws IOException {
        if (dimension < 8 || dimension > 128) {
            throw new ParameterException(spec.commandLine(), "--dimension is " + dimension + "; allowed is 8 to 128");
        }
        try (Workspace workspace = workspaces.open(data.data(), data.settings(Map.of()))) {
            Encoder encoder = workspace.encoder();
            ProjectionTrainer trainer = new ProjectionTrainer(encoder.model().dimension());
            List<String> texts = new ArrayList<>();
            workspace
                    .engine()
                    .forEachPage(
                            site.name(),
                            document -> document.passages()
                                    .forEach(passage -> texts.add(PassageText.of(
                                            document.page().title(), passage.headings(), passage.text()))));
            for (int from = 0; from < texts.size(); from += BATCH) {
                for (Encoding encoding :
                        encoder.encodePassages(texts.subList(from, Math.min(texts.size(), from + BATCH)), true)) {
                    if (encoding.tokens() != null) {
                        trainer.add(encoding.tokens());
                    }
                }
            }
            TokenProjection projection = trainer.learn(encoder.model().versionedId(), dimension);
            Files.write(out, projection.toBytes());
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "Projection %s of %s to %d dimensions, from %,d tokens of %,d passages: %s%n",
                            projection.version(),
                            projection.encoder(),
                            dimension,
                            trainer.tokens(),
                            texts.size(),
                            out);
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
