/**
 * Local models at the edge: the registry of what may be loaded, where the files come from, tokenising, ONNX Runtime
 * sessions and the encoders and rerankers built on them. No type of ONNX Runtime or of the tokeniser leaves this module.
 */
@NullMarked
package dev.lotse.models;

import org.jspecify.annotations.NullMarked;
