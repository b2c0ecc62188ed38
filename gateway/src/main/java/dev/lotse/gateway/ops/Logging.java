package dev.lotse.gateway.ops;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets logging up from the settings; before that only warnings are written, as plain lines to standard error. */
public final class Logging {
    private Logging() {}

    /** Applies the settings to the whole process. */
    public static void apply(LogSettings settings) {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            // Embedded in a program with another logging library: it is that program's to configure.
            return;
        }
        String resource = switch (settings.format()) {
            case PLAIN -> "lotse-logback-plain.xml";
            case JSON -> "lotse-logback-json.xml";
        };
        URL file = Logging.class.getClassLoader().getResource(resource);
        if (file == null) {
            throw new IllegalStateException("the program is incomplete: " + resource + " is missing");
        }
        context.reset();
        context.putProperty("level", settings.level().name());
        context.putProperty("accessLevel", settings.access() ? "INFO" : "OFF");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(file);
        } catch (JoranException e) {
            throw new IllegalStateException(resource + " is not valid", e);
        }
    }
}
