package dev.lotse.gateway.cli;

import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest. */
public final class BuildVersion implements IVersionProvider {
    /** The version, or {@code development} where the classes do not come from a jar. */
    static String current() {
        String version = BuildVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "lotse " + current(), "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
        };
    }
}
