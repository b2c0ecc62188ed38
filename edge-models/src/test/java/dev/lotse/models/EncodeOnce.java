package dev.lotse.models;

import java.nio.file.Path;

/** A program that opens the default encoder, encodes a query and ends: what a real process leaves behind. */
final class EncodeOnce {
    private EncodeOnce() {}

    public static void main(String[] args) {
        LocalModels models = new LocalModels(Path.of(args[0]), ModelRegistry.bundled(), ModelOptions.defaults());
        try (Encoder encoder = models.openEncoder(ModelRegistry.DEFAULT_ENCODER)) {
            System.out.println(
                    encoder.encodeQuery("when is the meter read", false).vector().length);
        }
    }
}
