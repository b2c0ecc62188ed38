package dev.lotse.gateway.config;

/** A value that must not be shown: printing it shows a mask. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
