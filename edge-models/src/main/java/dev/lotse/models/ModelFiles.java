package dev.lotse.models;

import java.nio.file.Path;

/**
 * The files of one model on this machine, verified.
 *
 * @param onnx the network
 * @param tokenizer its {@code tokenizer.json}
 */
public record ModelFiles(Path onnx, Path tokenizer) {}
