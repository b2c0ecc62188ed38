package dev.lotse.gateway.device;

import java.util.Locale;
import java.util.regex.Pattern;

/** The kind of device, as far as its browser tells; no finer, so that it tells nothing of who it is. */
public enum DeviceClass {
    DESKTOP,
    PHONE,
    TABLET,
    /** The client does not say, or is no browser. */
    UNKNOWN;

    private static final Pattern TABLETS = Pattern.compile("iPad|Tablet|PlayBook|Silk(?!.*Mobile)|Kindle");
    private static final Pattern PHONES = Pattern.compile("Mobi|iPhone|iPod|Windows Phone");
    private static final Pattern DESKTOPS = Pattern.compile("Windows NT|Macintosh|X11|CrOS");

    /** The name in the API and in configuration. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of the header {@code User-Agent}; empty where there is none. */
    public static DeviceClass of(String userAgent) {
        if (TABLETS.matcher(userAgent).find()) {
            return TABLET;
        }
        if (PHONES.matcher(userAgent).find()) {
            return PHONE;
        }
        // Android tablets say Android and not Mobile.
        if (userAgent.contains("Android")) {
            return TABLET;
        }
        return DESKTOPS.matcher(userAgent).find() ? DESKTOP : UNKNOWN;
    }
}
