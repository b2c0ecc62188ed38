package dev.lotse.gateway.cli;

import picocli.CommandLine.Option;

/** The option of every command that works on one site. */
final class SiteOption {
    @Option(
            names = {"-s", "--site"},
            required = true,
            paramLabel = "NAME",
            converter = SiteConverter.class,
            description = "The site; 'lotse index' makes it if it is new.")
    private String name = "";

    String name() {
        return name;
    }
}
