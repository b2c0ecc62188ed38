package dev.lotse.gateway.cli;

import dev.lotse.gateway.release.ChangeSet;
import dev.lotse.gateway.release.Release;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotse release}: releases of synonyms and rules, also while a server runs on the same data. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = "Lists releases of synonyms and rules and open change sets; publishes one; rolls back.")
final class ReleaseCommand implements Callable<Integer> {
    private static final int LISTED = 20;
    private static final String ACTOR = "command line";

    private final Workspace.Factory workspaces;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final SiteOption site = new SiteOption();

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the others.")
    private String note = "";

    @Parameters(index = "0", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
    private Action action = Action.LIST;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "WHICH",
            description = "publish: id of the change set; rollback: number of the release to go back to, 0 for none.")
    private String which = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    /** What is to be done. */
    enum Action {
        LIST,
        PUBLISH,
        ROLLBACK
    }

    ReleaseCommand(Workspace.Factory workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Workspace workspace = workspaces.open(data.data(), data.settings(Map.of()))) {
            switch (action) {
                case LIST -> list(workspace, out);
                case PUBLISH ->
                    out.println("Published release " + publish(workspace).version());
                case ROLLBACK ->
                    out.println("Release " + rollback(workspace).version() + " has the content of release " + which
                            + " again");
            }
        }
        out.flush();
        return 0;
    }

    private void list(Workspace workspace, PrintWriter out) {
        List<Release> releases =
                workspace.releases().read(site.name(), reader -> reader.releases(Integer.MAX_VALUE, LISTED));
        List<ChangeSet> open = workspace.releases().read(site.name(), reader -> reader.changeSets(true, LISTED));
        if (releases.isEmpty()) {
            out.println("Site " + site.name() + " has no release.");
        }
        for (Release release : releases) {
            out.println(release.version() + "  " + release.at() + "  " + release.by()
                    + (release.restores() == null ? "" : "  content of " + release.restores())
                    + (release.note().isEmpty() ? "" : "  " + release.note()));
        }
        for (ChangeSet set : open) {
            out.println("open change set " + set.id() + "  " + set.updatedAt() + "  " + set.createdBy() + "  "
                    + set.name() + (set.publishAt() == null ? "" : "  publishes at " + set.publishAt()));
        }
    }

    private Release publish(Workspace workspace) {
        ChangeSet set = workspace
                .releases()
                .read(site.name(), reader -> reader.changeSet(which))
                .orElseThrow(() -> new CommandFailure(
                        "there is no change set '" + which + "'; 'lotse release list' shows those that are open"));
        return workspace.releases().publish(site.name(), set.id(), set.revision(), note, ACTOR);
    }

    private Release rollback(Workspace workspace) {
        try {
            return workspace.releases().restore(site.name(), Integer.parseInt(which), note, ACTOR);
        } catch (NumberFormatException e) {
            throw new CommandFailure("'" + which + "' is no number of a release; 'lotse release list' shows them", e);
        }
    }
}
