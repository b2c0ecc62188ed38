package dev.lotse.gateway.train;

import dev.lotse.gateway.rerank.RerankModels;
import dev.lotse.models.train.ListwiseTrainer;
import dev.lotse.models.train.Perceptron;
import dev.lotse.ranking.rerank.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Cross-validates and trains a reranker. The same lists, folds and seed give the same model, byte by byte.
 *
 * @param encoder {@code id@version} of the encoder that made the features
 * @param folds parts of the cross-validation
 * @param seed of everything random
 */
public record RerankerTraining(String encoder, int folds, long seed) {

    /**
     * A trained model.
     *
     * @param onnx its file
     * @param validation scores on pages that it did not learn from
     * @param card what is to be known about it, as Markdown
     */
    public record Result(byte[] onnx, CrossValidation validation, String card) {
        /** Writes the model, and its card beside it with the ending {@code .md}. */
        public void write(Path file) throws IOException {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.write(part, onnx);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(
                    file.resolveSibling(file.getFileName().toString().replaceFirst("\\.onnx$", "") + ".md"), card);
        }
    }

    /**
     * Trains.
     *
     * @param scored sources whose queries are scored
     * @param selfOnly whether judgements are scored only, and not learnt from
     */
    public Result train(List<CandidateList> lists, Set<String> scored, boolean selfOnly) {
        ListwiseTrainer trainer = new ListwiseTrainer(ListwiseTrainer.Options.standard(seed), columnGroups());
        CrossValidation validation = CrossValidation.run(trainer, lists, scored, selfOnly, folds);
        List<CandidateList> learnt = lists.stream()
                .filter(list -> !selfOnly || !list.query().source().equals("judgements"))
                .toList();
        Perceptron network =
                trainer.train(learnt.stream().map(CandidateList::toTraining).toList());
        List<String> languages = validation.byLanguage().entrySet().stream()
                .filter(entry -> entry.getValue().ndcg().better())
                .map(Map.Entry::getKey)
                .toList();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(RerankModels.FEATURES_VERSION, String.valueOf(Feature.VERSION));
        metadata.put(RerankModels.ENCODER, encoder);
        metadata.put(RerankModels.LANGUAGES, String.join(",", languages));
        metadata.put("seed", String.valueOf(seed));
        metadata.put("queries", String.valueOf(learnt.size()));
        CRC32 checksum = new CRC32();
        checksum.update(network.toOnnx(Feature.columns(), metadata));
        String version = String.format(Locale.ROOT, "mlp-%d-%08x", Feature.VERSION, checksum.getValue());
        metadata.put(RerankModels.VERSION, version);
        return new Result(
                network.toOnnx(Feature.columns(), metadata), validation, card(version, languages, learnt, validation));
    }

    /** Columns that are missing together when the encoder or the index lacks something. */
    static List<int[]> columnGroups() {
        List<int[]> groups = new ArrayList<>();
        for (Feature.Group group :
                List.of(Feature.Group.LATE, Feature.Group.DENSE, Feature.Group.TERMS, Feature.Group.LEXICAL)) {
            List<Integer> columns = new ArrayList<>();
            for (Feature feature : Feature.values()) {
                if (feature.group() == group) {
                    columns.add(feature.column());
                    int scaled = Feature.scaledFeatures().indexOf(feature);
                    if (scaled >= 0) {
                        columns.add(Feature.values().length + scaled);
                    }
                }
            }
            columns.add(Feature.valueOf("HAS_" + group.name()).column());
            groups.add(columns.stream().mapToInt(Integer::intValue).toArray());
        }
        return groups;
    }

    private String card(
            String version, List<String> languages, List<CandidateList> learnt, CrossValidation validation) {
        StringBuilder card = new StringBuilder("# Reranker " + version + "\n\n");
        Map<String, Long> sources = learnt.stream()
                .collect(Collectors.groupingBy(
                        list -> list.query().lang() + " " + list.query().source(),
                        TreeMap::new,
                        Collectors.counting()));
        card.append("- Network: ")
                .append(Feature.columns().size())
                .append(" columns (features version ")
                .append(Feature.VERSION)
                .append("), 3 × 32 rectified units beside a linear part, one score.\n");
        card.append("- Encoder of the features: ").append(encoder).append(".\n");
        card.append("- Learnt from: ")
                .append(sources.entrySet().stream()
                        .map(entry -> entry.getValue() + " × " + entry.getKey())
                        .collect(Collectors.joining(", ")))
                .append(".\n");
        card.append("- Seed ")
                .append(seed)
                .append(", ")
                .append(folds)
                .append("-fold cross-validation by page: no query of a scored page was learnt from.\n");
        card.append("- Switched on for: ")
                .append(languages.isEmpty() ? "nothing" : String.join(", ", languages))
                .append(" (where the whole 95 % interval of the difference is above 0).\n\n");
        card.append("| held out | queries | nDCG@10 | success@1 | difference of nDCG@10, 95 % | better | worse |\n");
        card.append("|---|---|---|---|---|---|---|\n");
        validation
                .byLanguage()
                .forEach((lang, score) -> card.append(String.format(
                        Locale.ROOT,
                        "| %s | %d | %.4f → %.4f | %.4f → %.4f | %+.4f (%+.4f to %+.4f) | %d | %d |%n",
                        lang,
                        score.queries(),
                        score.fused().ndcg10(),
                        score.reranked().ndcg10(),
                        score.fused().success1(),
                        score.reranked().success1(),
                        score.ndcg().difference(),
                        score.ndcg().low(),
                        score.ndcg().high(),
                        score.ndcg().wins(),
                        score.ndcg().losses())));
        return card.toString();
    }
}
