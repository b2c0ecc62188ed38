package dev.lotse.gateway.privacy;

import java.util.List;

/** Finds some kinds of personal data. Thread-safe; takes time linear in the text's length. */
@FunctionalInterface
interface Detector {
    void scan(String text, List<Finding> findings);
}
