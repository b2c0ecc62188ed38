package dev.lotse.gateway.provider.transport;

/**
 * One server-sent event.
 *
 * @param type the {@code event} field, or {@code message} where there is none
 * @param data the {@code data} lines joined by line feeds
 */
public record SseEvent(String type, String data) {}
