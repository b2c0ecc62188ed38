package dev.lotse.models;

/**
 * Whether a native library works on this machine.
 *
 * @param name of the library
 * @param works whether it could be loaded
 * @param version of the library, or "unknown"
 * @param detail what it offers, or why it could not be loaded and what to do
 */
public record LibraryCheck(String name, boolean works, String version, String detail) {}
