/**
 * Writes small ONNX models, for networks that are trained in Java. Only the parts of the format that such networks need;
 * the field numbers are those of <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
@NullMarked
package dev.lotse.models.onnx;

import org.jspecify.annotations.NullMarked;
