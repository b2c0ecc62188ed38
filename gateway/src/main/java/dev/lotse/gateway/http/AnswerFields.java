package dev.lotse.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.lotse.gateway.answer.AnswerRequest;
import dev.lotse.gateway.search.SearchRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON body of a question.
 *
 * @param request the validated question
 * @param timeout the time that the client gives, or the standard one
 */
record AnswerFields(AnswerRequest request, Duration timeout) {
    static final List<String> NAMES = List.of("q", "lang", "timeoutMs");

    private static final int MIN_TIMEOUT_MS = 10;
    private static final int MAX_TIMEOUT_MS = 30_000;

    /**
     * Reads and checks a body.
     *
     * @throws ProblemException naming each field that is wrong
     */
    static AnswerFields read(byte[] body, String site, Duration standardTimeout) {
        FieldErrors errors = new FieldErrors();
        String question = null;
        String lang = null;
        Duration timeout = standardTimeout;
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ProblemException(Problem.malformedBody("The body must be a JSON object"));
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "q" -> question = text(parser, name, errors);
                    case "lang" -> lang = language(text(parser, name, errors), errors);
                    case "timeoutMs" -> timeout = timeout(parser, standardTimeout, errors);
                    default -> {
                        errors.unknown(name, null, NAMES);
                        parser.skipChildren();
                    }
                }
            }
            if (parser.nextToken() != null) {
                throw new ProblemException(Problem.malformedBody("Something follows the JSON object"));
            }
        } catch (JsonProcessingException e) {
            throw new ProblemException(Problem.malformedBody(Json.describe(e)));
        } catch (IOException e) {
            throw new ProblemException(Problem.malformedBody("The body is not UTF-8 text"));
        }
        String cleaned = question(question, errors);
        errors.throwIfAny();
        return new AnswerFields(new AnswerRequest(site, cleaned, lang), timeout);
    }

    private static String question(@Nullable String given, FieldErrors errors) {
        String question = given == null ? "" : QueryText.clean(given);
        String allowed = "1 to " + SearchRequest.MAX_QUERY + " characters";
        if (question.isEmpty()) {
            errors.add("q", given, allowed, given == null ? "q is missing" : "q is empty");
        } else if (question.length() > SearchRequest.MAX_QUERY) {
            errors.add(
                    "q",
                    question,
                    allowed,
                    "q has " + question.length() + " characters; allowed are at most " + SearchRequest.MAX_QUERY);
        }
        return question;
    }

    private static @Nullable String text(JsonParser parser, String name, FieldErrors errors) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        String value = parser.currentToken().isScalarValue() ? parser.getText() : null;
        errors.add(name, value, "a string", name + " is no string");
        parser.skipChildren();
        return null;
    }

    private static @Nullable String language(@Nullable String lang, FieldErrors errors) {
        return switch (lang) {
            case null -> null;
            case "auto" -> null;
            case "de", "en" -> lang;
            default -> {
                errors.bad("lang", lang, "auto, de, en");
                yield null;
            }
        };
    }

    private static Duration timeout(JsonParser parser, Duration standard, FieldErrors errors) throws IOException {
        String allowed = MIN_TIMEOUT_MS + " to " + MAX_TIMEOUT_MS;
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            String value = parser.currentToken().isScalarValue() ? parser.getText() : null;
            errors.add("timeoutMs", value, allowed, "timeoutMs is no whole number; allowed is " + allowed);
            parser.skipChildren();
            return standard;
        }
        double millis = parser.getDoubleValue();
        if (millis < MIN_TIMEOUT_MS || millis > MAX_TIMEOUT_MS) {
            errors.bad("timeoutMs", parser.getText(), allowed);
            return standard;
        }
        return Duration.ofMillis((long) millis);
    }
}
