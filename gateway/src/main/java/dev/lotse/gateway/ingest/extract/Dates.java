package dev.lotse.gateway.ingest.extract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dates as pages write them: ISO 8601 with or without time and offset, RFC 1123, and day.month.year. */
public final class Dates {
    private static final DateTimeFormatter LOCAL_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd[['T'][ ]HH:mm[:ss[.SSSSSSSSS][.SSSSSS][.SSS]]]", Locale.ROOT);
    private static final DateTimeFormatter OFFSET_TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd[['T'][ ]]HH:mm[:ss]")
            .appendPattern("[.SSSSSSSSS][.SSSSSS][.SSS]")
            .appendPattern("[ ][XXX][XX][X]")
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter DAY_FIRST = DateTimeFormatter.ofPattern("d.M.yyyy", Locale.ROOT);

    private final ZoneId zone;

    /** Reads dates that name no zone as in this one. */
    public Dates(ZoneId zone) {
        this.zone = zone;
    }

    /** The moment; the start of the day where only a date is given. Empty where it is no date. */
    public Optional<Instant> start(@Nullable String text) {
        return parse(text, false);
    }

    /** The moment; the end of the day where only a date is given, so that "until 30 November" includes that day. */
    public Optional<Instant> end(@Nullable String text) {
        return parse(text, true);
    }

    private Optional<Instant> parse(@Nullable String raw, boolean endOfDay) {
        if (raw == null || raw.isBlank() || raw.length() > 64) {
            return Optional.empty();
        }
        String text = raw.strip();
        try {
            if (text.matches("\\d{1,2}\\.\\d{1,2}\\.\\d{4}")) {
                return Optional.of(day(LocalDate.parse(text, DAY_FIRST), endOfDay));
            }
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return Optional.of(day(LocalDate.parse(text), endOfDay));
            }
            if (text.matches("\\d{4}-\\d{2}-\\d{2}.*(?:[zZ]|[+-]\\d{2}(?::?\\d{2})?)")) {
                return Optional.of(OffsetDateTime.parse(text.replace('z', 'Z'), OFFSET_TIME)
                        .toInstant());
            }
            if (text.matches("\\d{4}-\\d{2}-\\d{2}.+")) {
                return Optional.of(
                        LocalDateTime.parse(text, LOCAL_TIME).atZone(zone).toInstant());
            }
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        } catch (DateTimeException outOfRange) {
            return Optional.empty();
        }
    }

    private Instant day(LocalDate date, boolean endOfDay) {
        return (endOfDay ? date.plusDays(1) : date).atStartOfDay(zone).toInstant();
    }
}
