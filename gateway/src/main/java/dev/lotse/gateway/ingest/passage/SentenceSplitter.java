package dev.lotse.gateway.ingest.passage;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a line of text into sentences. Works on the borders that {@link BreakIterator} proposes and takes back those behind
 * abbreviations, initials, German ordinals and in front of lower-case words. Not thread-safe.
 */
public final class SentenceSplitter {
    private static final Set<String> ABBREVIATIONS = Set.of(
            // German
            "abb",
            "abs",
            "abschn",
            "allg",
            "anm",
            "art",
            "aufl",
            "bd",
            "betr",
            "bez",
            "bspw",
            "bzgl",
            "bzw",
            "ca",
            "dgl",
            "dipl",
            "dr",
            "ebd",
            "ehem",
            "einschl",
            "entspr",
            "etc",
            "evtl",
            "exkl",
            "fa",
            "ff",
            "frl",
            "gem",
            "ges",
            "ggf",
            "ggfs",
            "hr",
            "hrsg",
            "inkl",
            "insb",
            "jh",
            "kap",
            "lfd",
            "lt",
            "max",
            "mind",
            "min",
            "mio",
            "mrd",
            "mwst",
            "nr",
            "nrn",
            "o.g",
            "österr",
            "pos",
            "prof",
            "rd",
            "s.o",
            "s.u",
            "sog",
            "st",
            "std",
            "stk",
            "str",
            "tab",
            "tel",
            "u.a",
            "usw",
            "urspr",
            "verb",
            "vgl",
            "vorm",
            "zzgl",
            "zus",
            "z.b",
            "d.h",
            "i.d.r",
            "u.u",
            "z.t",
            "o.ä",
            "u.ä",
            "v.a",
            "i.a",
            "m.e",
            "zzt",
            "z.zt",
            "jan",
            "feb",
            "apr",
            "aug",
            "sept",
            "okt",
            "nov",
            "dez",
            // English
            "approx",
            "cf",
            "co",
            "corp",
            "dept",
            "e.g",
            "eg",
            "ed",
            "eds",
            "eq",
            "est",
            "fig",
            "figs",
            "gen",
            "gov",
            "i.e",
            "ie",
            "inc",
            "jr",
            "ltd",
            "messrs",
            "mr",
            "mrs",
            "ms",
            "mt",
            "no",
            "nos",
            "p",
            "pp",
            "resp",
            "rev",
            "sec",
            "sr",
            "vol",
            "vs",
            "viz",
            "oct",
            "dec",
            "sep");

    private final BreakIterator borders;
    private final boolean ordinals;

    /** For a BCP 47 primary subtag. */
    public SentenceSplitter(String lang) {
        this.borders = BreakIterator.getSentenceInstance(Locale.forLanguageTag(lang));
        this.ordinals = lang.equals("de");
    }

    /** The sentences in order, without the spaces between them; together they are the line. */
    public List<String> split(String line) {
        borders.setText(line);
        List<String> sentences = new ArrayList<>();
        int start = 0;
        for (int end = borders.next(); end != BreakIterator.DONE; end = borders.next()) {
            if (end == line.length() || isBorder(line, end)) {
                String sentence = line.substring(start, end).strip();
                if (!sentence.isEmpty()) {
                    sentences.add(sentence);
                }
                start = end;
            }
        }
        return sentences;
    }

    private boolean isBorder(String line, int at) {
        int end = at;
        while (end > 0 && Character.isWhitespace(line.charAt(end - 1))) {
            end--;
        }
        if (end == at || Character.isLowerCase(line.codePointAt(at))) {
            // No space: part of a number, version, file name; lower case: the sentence goes on.
            return false;
        }
        if (end == 0 || line.charAt(end - 1) != '.') {
            return true;
        }
        int start = end - 1;
        while (start > 0
                && !Character.isWhitespace(line.charAt(start - 1))
                && "(„\"'[".indexOf(line.charAt(start - 1)) < 0) {
            start--;
        }
        String word = line.substring(start, end - 1).toLowerCase(Locale.ROOT);
        if (word.isEmpty() || word.endsWith(".")) {
            return true;
        }
        if (ordinals && word.length() <= 2 && word.chars().allMatch(Character::isDigit)) {
            return false;
        }
        boolean initial = word.length() == 1 && Character.isLetter(word.charAt(0));
        return !initial && !ABBREVIATIONS.contains(word);
    }
}
