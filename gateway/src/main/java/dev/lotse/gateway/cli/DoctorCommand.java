package dev.lotse.gateway.cli;

import dev.lotse.gateway.config.ConfigException;
import dev.lotse.gateway.retrieval.SearchEngine;
import dev.lotse.gateway.retrieval.SiteStatus;
import dev.lotse.models.LibraryCheck;
import dev.lotse.models.LocalModels;
import dev.lotse.models.ModelException;
import dev.lotse.models.ModelSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotse doctor}: looks at everything that a gateway needs, and says what to do where something is missing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Checks Java, memory, data folder, disk, configuration, port, native libraries, models and indexes.",
        footer = "%nEach line is ok, warn or fail; the exit code is 1 when something failed.")
final class DoctorCommand implements Callable<Integer> {
    private static final int MIN_JAVA = 21;
    private static final long MIN_HEAP = 200L << 20;
    private static final long MIN_MEMORY = 1L << 30;
    private static final long MIN_DISK = 200L << 20;
    private static final long ENOUGH_DISK = 1L << 30;

    private final Workspace.Factory workspaces;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "Port to check (default: the configured one).")
    private @Nullable String port;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    private int failures;

    DoctorCommand(Workspace.Factory workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public Integer call() {
        failures = 0;
        java();
        memory();
        folder();
        GatewaySettings settings = configuration();
        if (settings != null) {
            port(settings);
            workspace(settings);
        }
        out().println(
                        failures == 0
                                ? "All is well."
                                : failures + (failures == 1 ? " check failed." : " checks failed."));
        out().flush();
        return failures == 0 ? 0 : LotseCommand.FAILED;
    }

    private void java() {
        int feature = Runtime.version().feature();
        String what = "Java " + Runtime.version() + " at " + System.getProperty("java.home");
        if (feature >= MIN_JAVA) {
            ok("java", what);
        } else {
            fail("java", what, "install a JDK " + MIN_JAVA + " or newer, or point JAVA_HOME to one");
        }
    }

    private void memory() {
        long heap = Runtime.getRuntime().maxMemory();
        if (heap < MIN_HEAP) {
            warn("heap", mib(heap) + " at most", "give it more with LOTSE_JAVA_OPTS=-Xmx512m");
        } else {
            ok("heap", mib(heap) + " at most");
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os) {
            long free = os.getFreeMemorySize();
            String what = mib(os.getTotalMemorySize()) + " in the machine, " + mib(free) + " of it unused";
            if (os.getTotalMemorySize() < MIN_MEMORY) {
                warn(
                        "memory",
                        what,
                        "indexing needs about 1 GiB; use a larger machine for it and copy the data folder");
            } else {
                ok("memory", what);
            }
        }
    }

    private void folder() {
        Path folder = data.data().toAbsolutePath().normalize();
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            fail("data", folder + " cannot be made", "choose another folder with --data");
            return;
        }
        if (!Files.isWritable(existing)) {
            fail("data", existing + " cannot be written", "change its owner or mode, or choose another with --data");
            return;
        }
        ok("data", folder + (Files.exists(folder) ? "" : " (made on first use)"));
        try {
            FileStore store = Files.getFileStore(existing);
            long free = store.getUsableSpace();
            if (free < MIN_DISK) {
                fail("disk", mib(free) + " free", "make room: models need 50 MiB, an index about 10 KiB a page");
            } else if (free < ENOUGH_DISK) {
                warn("disk", mib(free) + " free", "a re-index needs room for the old and the new index");
            } else {
                ok("disk", mib(free) + " free");
            }
        } catch (IOException e) {
            warn("disk", "cannot be asked: " + e.getMessage(), "check with df");
        }
    }

    private @Nullable GatewaySettings configuration() {
        try {
            GatewaySettings settings = data.settings(ServeCommand.overrides(null, port));
            ok(
                    "config",
                    data.configFile().map(Path::toString).orElse("defaults only; there is no " + DataOptions.FILE));
            return settings;
        } catch (ConfigException e) {
            e.problems().forEach(problem -> fail("config", problem, "see docs/config.md"));
            return null;
        }
    }

    private void port(GatewaySettings settings) {
        int number = settings.server().port();
        String address = settings.server().host() + ":" + number;
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(
                    InetAddress.getByName(settings.server().host()), number));
            ok("port", address + " is free");
        } catch (IOException e) {
            warn(
                    "port",
                    address + ": " + e.getMessage(),
                    "a server may be running already; else choose another with --port");
        }
    }

    private void workspace(GatewaySettings settings) {
        try (Workspace workspace = workspaces.open(data.data(), settings)) {
            LocalModels models = workspace.models();
            boolean loadable = libraries(models);
            encoder(settings, models, workspace, loadable);
            sites(settings, workspace.engine());
        } catch (RuntimeException e) {
            fail("index", String.valueOf(e.getMessage()), "index again with 'lotse index', or restore the data folder");
        }
    }

    private boolean libraries(LocalModels models) {
        boolean all = true;
        for (LibraryCheck check : models.checkLibraries()) {
            if (check.works()) {
                ok("native", check.name() + " " + check.version());
            } else {
                fail("native", check.name(), check.detail());
                all = false;
            }
        }
        return all;
    }

    private void encoder(GatewaySettings settings, LocalModels models, Workspace workspace, boolean loadable) {
        String id = settings.models().encoder();
        try {
            ModelSpec model = models.registry().get(id);
            boolean here = models.isFetched(id);
            if (!here && model.source().startsWith("https:")) {
                warn("model", id + " is not here yet", "'lotse models --fetch' brings it (" + model.source() + ")");
                return;
            }
            if (!loadable) {
                return;
            }
            int length = workspace.encoder().encodeQuery("test", false).vector().length;
            ok(
                    "model",
                    id + " " + model.version() + " loads and runs (" + length + " dimensions, " + model.licence()
                            + ")");
        } catch (ModelException e) {
            fail("model", id, String.valueOf(e.getMessage()));
        }
    }

    private void sites(GatewaySettings settings, SearchEngine engine) {
        if (engine.sites().isEmpty()) {
            warn("index", "no site is indexed", "'lotse index --data " + data.data() + " --site NAME SOURCE'");
        }
        for (String site : engine.sites()) {
            SiteStatus status = engine.status(site).orElse(null);
            if (status == null) {
                fail("index", site + " cannot be read", "index it again");
                continue;
            }
            String what = String.format(
                    Locale.ROOT,
                    "%s: %,d pages, %,d passages, %s, version %s",
                    site,
                    status.pages(),
                    status.passages(),
                    mib(status.bytes()),
                    status.version());
            String wanted = settings.models().encoder() + "@";
            if (status.info().encoder().startsWith(wanted)) {
                ok("index", what);
            } else {
                warn(
                        "index",
                        what + "; made with encoder " + status.info().encoder(),
                        "it is searched by words only until it is indexed again with "
                                + settings.models().encoder());
            }
        }
    }

    private static String mib(long bytes) {
        return bytes >= 10L << 30
                ? String.format(Locale.ROOT, "%.0f GiB", bytes / (double) (1L << 30))
                : bytes >= 10L << 20
                        ? String.format(Locale.ROOT, "%.0f MiB", bytes / (double) (1L << 20))
                        : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1L << 20));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void ok(String what, String detail) {
        line("ok  ", what, detail, null);
    }

    private void warn(String what, String detail, String remedy) {
        line("warn", what, detail, remedy);
    }

    private void fail(String what, String detail, String remedy) {
        failures++;
        line("fail", what, detail, remedy);
    }

    private void line(String state, String what, String detail, @Nullable String remedy) {
        out().println(String.format(Locale.ROOT, "%s  %-7s %s", state, what, detail));
        if (remedy != null) {
            out().println("              -> " + remedy);
        }
    }
}
