package dev.lotse.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a search from a JSON object; each has one type and no other is taken for it. */
final class JsonSearchFields {
    private static final int MOST_NUMBERS = 5000;

    private final JsonParser parser;
    private final SearchFields fields = new SearchFields();

    private JsonSearchFields(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads a whole body.
     *
     * @throws ProblemException when it is no JSON object
     */
    static SearchFields read(byte[] body) {
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ProblemException(Problem.malformedBody("The body must be a JSON object"));
            }
            JsonSearchFields reader = new JsonSearchFields(parser);
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                reader.field(name);
            }
            if (parser.nextToken() != null) {
                throw new ProblemException(Problem.malformedBody("Something follows the JSON object"));
            }
            return reader.fields;
        } catch (JsonProcessingException e) {
            throw new ProblemException(Problem.malformedBody(Json.describe(e)));
        } catch (IOException e) {
            throw new ProblemException(Problem.malformedBody("The body is not UTF-8 text"));
        }
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "q" -> fields.q = text(name);
            case "page" -> fields.page = integer(name);
            case "hitsPerPage" -> fields.hitsPerPage = integer(name);
            case "lang" -> fields.lang = text(name);
            case "filters" -> fields.filters = text(name);
            case "facets" -> fields.facets = texts(name);
            case "mode" -> fields.mode = text(name);
            case "rerank" -> fields.rerank = text(name);
            case "vector" -> fields.vector = numbers(name);
            case "vectorModel" -> fields.vectorModel = text(name);
            case "timeoutMs" -> fields.timeoutMs = integer(name);
            case "explain" -> fields.explain = flag(name);
            default -> {
                fields.errors.unknown(name, null, SearchFields.NAMES);
                parser.skipChildren();
            }
        }
    }

    private @Nullable String text(String name) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        wrongType(name, "a string");
        return null;
    }

    private @Nullable Long integer(String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            wrongType(name, "a whole number");
            return null;
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            fields.errors.bad(name, parser.getText(), "a whole number of at most 18 digits");
            return null;
        }
        return parser.getLongValue();
    }

    private @Nullable Boolean flag(String name) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> {
                wrongType(name, "true or false");
                yield null;
            }
        };
    }

    private @Nullable List<String> texts(String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            wrongType(name, "a list of strings");
            return null;
        }
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String text = text(name);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    private float @Nullable [] numbers(String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            wrongType(name, "a list of numbers");
            return null;
        }
        float[] numbers = new float[384];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.currentToken().isNumeric()) {
                wrongType(name, "a list of numbers");
            } else if (count < MOST_NUMBERS) {
                if (count == numbers.length) {
                    numbers = Arrays.copyOf(numbers, count * 2);
                }
                numbers[count++] = parser.getFloatValue();
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    private void wrongType(String name, String allowed) throws IOException {
        JsonToken token = parser.currentToken();
        String found = switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
        String value = token.isScalarValue() ? parser.getText() : null;
        fields.errors.add(name, value, allowed, name + " is " + found + "; allowed is " + allowed);
        parser.skipChildren();
    }
}
