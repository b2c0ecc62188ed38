@org.jspecify.annotations.NullMarked
package dev.lotse.gateway.answer;
