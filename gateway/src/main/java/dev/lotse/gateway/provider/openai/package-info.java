/**
 * Chat in OpenAI's wire format, which most servers speak: OpenAI, Azure, Mistral, vLLM, Ollama, LM Studio, llama.cpp and others.
 */
@NullMarked
package dev.lotse.gateway.provider.openai;

import org.jspecify.annotations.NullMarked;
