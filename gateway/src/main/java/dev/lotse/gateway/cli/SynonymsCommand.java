package dev.lotse.gateway.cli;

import dev.lotse.gateway.release.ChangeSet;
import dev.lotse.gateway.release.Release;
import dev.lotse.gateway.release.Releases;
import dev.lotse.gateway.release.SynonymMerge;
import dev.lotse.gateway.rules.Entry;
import dev.lotse.gateway.rules.EntryProblem;
import dev.lotse.gateway.rules.SolrSynonyms;
import dev.lotse.gateway.rules.Synonym;
import dev.lotse.gateway.rules.SynonymCsv;
import dev.lotse.gateway.rules.SynonymImport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotse synonyms}: synonyms from and to files. */
@Command(
        name = "synonyms",
        mixinStandardHelpOptions = true,
        description = "Reads synonyms from a file into a change set, or writes the released ones to a file.")
final class SynonymsCommand implements Callable<Integer> {
    private static final String ACTOR = "command line";

    private final Workspace.Factory workspaces;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final SiteOption site = new SiteOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "csv")
    private Format format = Format.CSV;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            description = "Language of a Solr file: de, en, or * for every one (default: *).")
    private String lang = Entry.ANY_LANGUAGE;

    @Option(names = "--replace", description = "Delete what the file does not have.")
    private boolean replace;

    @Option(names = "--publish", description = "Publish at once.")
    private boolean publish;

    @Parameters(index = "0", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
    private Action action = Action.EXPORT;

    @Parameters(index = "1", paramLabel = "FILE", description = "File to read or write, in UTF-8.")
    private Path file = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    /** What is to be done. */
    enum Action {
        IMPORT,
        EXPORT
    }

    /** Forms of files. */
    enum Format {
        CSV,
        SOLR
    }

    SynonymsCommand(Workspace.Factory workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Workspace workspace = workspaces.open(data.data(), data.settings(Map.of()))) {
            if (action == Action.EXPORT) {
                write(workspace.releases(), out);
            } else {
                read(workspace.releases(), out);
            }
        }
        out.flush();
        return 0;
    }

    private void tell(List<EntryProblem> problems) {
        problems.stream()
                .limit(CommandLineFactory.MOST_PROBLEMS)
                .forEach(problem -> spec.commandLine().getErr().println("lotse: " + problem.detail()));
    }

    private void write(Releases releases, PrintWriter out) throws IOException {
        Collection<Synonym> synonyms =
                releases.view(site.name(), null).released().synonyms().values();
        Files.writeString(file, format == Format.SOLR ? SolrSynonyms.write(synonyms) : SynonymCsv.write(synonyms));
        out.println(synonyms.size() + " synonyms written to " + file);
    }

    private void read(Releases releases, PrintWriter out) throws IOException {
        if (!List.of("de", "en", Entry.ANY_LANGUAGE).contains(lang)) {
            throw new CommandFailure("--lang is '" + lang + "'; allowed is de, en or *");
        }
        String text = Files.readString(file);
        boolean solr = format == Format.SOLR;
        SynonymImport read = solr ? SolrSynonyms.read(text, lang) : SynonymCsv.read(text);
        if (!read.problems().isEmpty()) {
            tell(read.problems());
            throw new CommandFailure("nothing was taken over from " + file);
        }
        SynonymMerge merge = SynonymMerge.of(
                releases.view(site.name(), null).released(), read.synonyms(), solr ? lang : "", replace);
        out.println(merge.written().size() + " new or changed, " + merge.unchanged() + " unchanged, "
                + merge.deleted().size() + " deleted");
        if (merge.written().isEmpty() && merge.deleted().isEmpty()) {
            return;
        }
        ChangeSet set = releases.open(site.name(), "File " + file.getFileName(), "", ACTOR);
        ChangeSet edited = merge.into(releases, site.name(), set.id(), ACTOR);
        if (publish) {
            Release release = releases.publish(site.name(), edited.id(), edited.revision(), "", ACTOR);
            out.println("Published release " + release.version());
        } else {
            out.println(
                    "In change set " + edited.id() + "; 'lotse release publish " + edited.id() + "' puts it in force");
        }
    }
}
