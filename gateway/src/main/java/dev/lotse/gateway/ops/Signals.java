package dev.lotse.gateway.ops;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Takes SIGTERM and Ctrl-C before the JVM does. The JVM's way would run the shutdown hook with which ONNX Runtime frees its
 * environment while inferences still use it, and those crash the process.
 *
 * <p>{@code sun.misc.Signal} is in every JDK but not in the compiler's sight, so it is called by reflection; where it is not
 * there, the JVM ends as it always does.
 */
public final class Signals {
    /** A process that a signal ends has this exit code and the signal's number. */
    public static final int EXIT = 128;

    private static final List<String> ENDING = List.of("TERM", "INT");

    private Signals() {}

    /**
     * Calls {@code action} with the signal's number, on a thread of its own, from now on and instead of what was set before.
     *
     * @return whether signals can be taken here
     */
    public static boolean onEnd(IntConsumer action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method number = signal.getMethod("getNumber");
            Method handle = signal.getMethod("handle", signal, handler);
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.accept((int) number.invoke(arguments[0]));
                            return null;
                        }
                        throw new UnsupportedOperationException(method.getName());
                    });
            for (String name : ENDING) {
                Object unused =
                        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // IllegalArgumentException: the JVM was started with -Xrs and leaves signals alone.
            return false;
        }
    }
}
