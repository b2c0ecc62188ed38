@NullMarked
package dev.lotse.models.onnx;

import org.jspecify.annotations.NullMarked;
