package dev.lotse.gateway.answer;

import dev.lotse.gateway.provider.ChatMessage;
import dev.lotse.ranking.text.TextLanguage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a model is told, in one language. Sources and question stand between fences with a number that is drawn for each request, so
 * that no page can close a fence.
 *
 * @param version changes with the text
 */
record PromptTemplate(String version, String system, String sourceWord, String questionWord) {
    /** What a model writes when the sources do not answer. */
    static final String NO_ANSWER = "NO_ANSWER";

    private static final PromptTemplate GERMAN = load("grounded-de@1", "QUELLE", "FRAGE");
    private static final PromptTemplate ENGLISH = load("grounded-en@1", "SOURCE", "QUESTION");

    static PromptTemplate of(TextLanguage language) {
        return switch (language) {
            case GERMAN -> GERMAN;
            case ENGLISH, OTHER -> ENGLISH;
        };
    }

    /** Those of all languages. */
    static String versions() {
        return GERMAN.version() + "," + ENGLISH.version();
    }

    /** @param fence a random text without spaces */
    List<ChatMessage> messages(String question, PromptSources sources, String fence) {
        StringBuilder user = new StringBuilder();
        for (PromptSources.PromptSource source : sources.all()) {
            user.append(open(sourceWord + " " + (source.index() + 1), fence))
                    .append(unfenced(source.title()))
                    .append('\n')
                    .append(unfenced(source.text()).strip())
                    .append('\n')
                    .append(close(fence));
        }
        user.append(open(questionWord, fence))
                .append(unfenced(question))
                .append('\n')
                .append(close(fence));
        return List.of(
                new ChatMessage.SystemMessage(system.replace("{fence}", fence)), ChatMessage.user(user.toString()));
    }

    private static String open(String word, String fence) {
        return "<<" + word + " " + fence + ">>\n";
    }

    private static String close(String fence) {
        return "<<END " + fence + ">>\n";
    }

    private static String unfenced(String text) {
        return text.replace("<<", "« ").replace(">>", " »");
    }

    private static PromptTemplate load(String version, String sourceWord, String questionWord) {
        String file = version.replace("@", "-v") + ".txt";
        try (InputStream in = PromptTemplate.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its prompt " + file);
            }
            return new PromptTemplate(
                    version, new String(in.readAllBytes(), StandardCharsets.UTF_8).strip(), sourceWord, questionWord);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
