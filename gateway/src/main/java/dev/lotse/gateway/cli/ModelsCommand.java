package dev.lotse.gateway.cli;

import dev.lotse.models.LocalModels;
import dev.lotse.models.ModelException;
import dev.lotse.models.ModelSpec;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotse models}: what the registry has. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Lists the models of the registry with source, checksum and licence.")
final class ModelsCommand implements Callable<Integer> {
    private final Workspace.Factory workspaces;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(names = "--fetch", description = "Bring the files of all models here, and verify their checksums.")
    private boolean fetch;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    ModelsCommand(Workspace.Factory workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public Integer call() {
        GatewaySettings settings = data.settings(Map.of());
        PrintWriter out = spec.commandLine().getOut();
        int exit = 0;
        try (Workspace workspace = workspaces.open(data.data(), settings)) {
            LocalModels models = workspace.models();
            for (ModelSpec model : models.registry().all()) {
                boolean used = model.id().equals(settings.models().encoder());
                out.println(model.id() + " " + model.version() + (used ? "  (the configured encoder)" : ""));
                out.println("  " + model.kind().name().toLowerCase(Locale.ROOT).replace('_', '-')
                        + (model.dimension() > 0 ? ", " + model.dimension() + " dimensions" : "")
                        + ", window of " + model.maxTokens() + " tokens, trained for "
                        + String.join(", ", model.languages()));
                out.println("  licence   " + model.licence());
                out.println("  model     " + model.source());
                out.println("  sha-256   " + shown(model.sha256()));
                out.println("  tokenizer " + model.tokenizerSource());
                out.println("  sha-256   " + shown(model.tokenizerSha256()));
                exit = Math.max(exit, state(models, model, out));
            }
        }
        out.flush();
        return exit;
    }

    private int state(LocalModels models, ModelSpec model, PrintWriter out) {
        if (!fetch) {
            out.println(
                    "  files     " + (models.isFetched(model.id()) ? "here" : "not here yet; fetched on first use"));
            return 0;
        }
        try {
            out.println("  files     verified: " + models.fetch(model.id()).onnx());
            return 0;
        } catch (ModelException e) {
            out.println("  files     FAILED: " + e.getMessage());
            return LotseCommand.FAILED;
        }
    }

    private static String shown(String checksum) {
        return checksum.isEmpty() ? "(none; a local file is trusted as it is)" : checksum;
    }
}
