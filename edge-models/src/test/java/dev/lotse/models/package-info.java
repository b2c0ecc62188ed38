@NullMarked
package dev.lotse.models;

import org.jspecify.annotations.NullMarked;
