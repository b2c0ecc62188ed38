package dev.lotse.gateway.cli;

import java.io.Console;
import java.util.Optional;

/** Whether a person is looking. */
final class Terminal {
    private Terminal() {}

    /** Whether input and output are a terminal. */
    static boolean isInteractive() {
        return Optional.ofNullable(System.console()).map(Terminal::isTerminal).orElse(false);
    }

    /** Whether colours are welcome: see no-color.org. */
    static boolean hasColours() {
        return isInteractive() && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    }

    /** Since Java 22 there is a console for a pipe too, and a method to tell; before, there was none for a pipe. */
    private static boolean isTerminal(Console console) {
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
