package dev.lotse.gateway.ingest.extract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import org.jspecify.annotations.Nullable;

/**
 * Language detection with Apache OpenNLP's model of 183 languages. The model (about 35 MB of heap, one second to load) is read
 * at the first question, so that sites that declare their languages never pay for it.
 */
public final class OpenNlpLanguageDetector implements LanguageDetector {
    private static final String MODEL = "/langdetect-183.bin";

    /** Shorter texts are told wrongly too often. */
    private static final int FEWEST_LETTERS = 60;

    private final Map<String, String> subtags = new HashMap<>();
    private @Nullable LanguageDetectorModel model;

    public OpenNlpLanguageDetector() {
        for (String twoLetters : Locale.getISOLanguages()) {
            subtags.put(Locale.of(twoLetters).getISO3Language(), twoLetters);
        }
        // The model's names of the individual languages behind ISO macro-languages.
        subtags.put("cmn", "zh");
        subtags.put("nob", "no");
        subtags.put("pes", "fa");
        subtags.put("ekk", "et");
        subtags.put("lvs", "lv");
    }

    @Override
    public String detect(String text) {
        if (text.codePoints().filter(Character::isLetter).limit(FEWEST_LETTERS).count() < FEWEST_LETTERS) {
            return UNDETERMINED;
        }
        Language language = new LanguageDetectorME(model()).predictLanguage(text);
        String code = language.getLang();
        return subtags.getOrDefault(code, code);
    }

    private synchronized LanguageDetectorModel model() {
        LanguageDetectorModel loaded = model;
        if (loaded == null) {
            try (InputStream in = OpenNlpLanguageDetector.class.getResourceAsStream(MODEL)) {
                if (in == null) {
                    throw new IllegalStateException("the language model " + MODEL + " is not on the class path");
                }
                loaded = new LanguageDetectorModel(in);
            } catch (IOException e) {
                throw new UncheckedIOException("the language model " + MODEL + " cannot be read", e);
            }
            model = loaded;
        }
        return loaded;
    }
}
