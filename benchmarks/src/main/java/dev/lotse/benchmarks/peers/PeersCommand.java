package dev.lotse.benchmarks.peers;

import dev.lotse.benchmarks.Home;
import dev.lotse.benchmarks.load.Gateways;
import dev.lotse.benchmarks.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code bin/lotse bench peers}: search engines for JavaScript on the pages of a site, in one run with Lotse.
 *
 * <p>The engines come from npm in the versions that {@code benchmarks/peers/package-lock.json} pins; {@code engines.mjs} has their
 * settings. They answer in their own process and Lotse over HTTP, with the encoding of the query and the reranker and without its
 * response cache.
 */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description =
                "Compares quality and time of MiniSearch, Orama, Pagefind and Lotse on a site of HTML files with judged"
                        + " queries. The site must have been indexed before, by bin/lotse index.")
public final class PeersCommand implements Callable<Integer> {
    private final Home home;

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "Data folder with the site's index.")
    private Path data = Path.of(".");

    @Option(names = "--site", paramLabel = "NAME", required = true, description = "The site.")
    private String site = "";

    @Option(names = "--folder", paramLabel = "DIR", required = true, description = "The HTML files that were indexed.")
    private Path folder = Path.of(".");

    @Option(names = "--lang", paramLabel = "LANG", required = true, description = "Language of the pages: de or en.")
    private String language = "";

    @Option(names = "--queries", paramLabel = "FILE", required = true, description = "Queries in BEIR's form.")
    private Path queries = Path.of(".");

    @Option(names = "--qrels", paramLabel = "FILE", required = true, description = "Judgements in BEIR's form.")
    private Path qrels = Path.of(".");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    public PeersCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!List.of("de", "en").contains(language)) {
            throw new ParameterException(spec.commandLine(), "--lang is " + language + "; allowed is de or en");
        }
        for (Path path : List.of(data, folder, queries, qrels)) {
            if (!Files.isReadable(path)) {
                throw new ParameterException(spec.commandLine(), path + " cannot be read");
            }
        }
        Path scripts = install();
        Path work = Files.createTempDirectory("lotse-peers");
        try (ServerProcess gateway =
                new Gateways(home.folder(), data, work).gateway("peers", Map.of("LOTSE_CACHE_ENABLED", "false"))) {
            return run(
                    scripts,
                    "node",
                    "compare.mjs",
                    "--folder",
                    folder.toAbsolutePath().toString(),
                    "--lang",
                    language,
                    "--queries",
                    queries.toAbsolutePath().toString(),
                    "--qrels",
                    qrels.toAbsolutePath().toString(),
                    "--lotse",
                    "http://127.0.0.1:" + gateway.port(),
                    "--site",
                    site);
        }
    }

    /** Copies the scripts to where the build's files are, and has npm fetch the engines there. */
    private Path install() throws IOException, InterruptedException {
        Path target = home.folder().resolve("benchmarks").resolve("target").resolve("peers");
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(home.folder().resolve("benchmarks").resolve("peers"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        int exit = run(target, "npm", "ci", "--no-audit", "--no-fund", "--silent");
        if (exit != 0) {
            throw new IOException("npm could not fetch the other engines; it needs the npm registry");
        }
        return target;
    }

    private static int run(Path folder, String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor();
    }
}
