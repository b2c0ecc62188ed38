package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.EmbeddingProvider;
import dev.lotse.gateway.provider.RerankProvider;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The chains by the names that clients call them. Immutable; thread-safe. */
public final class ChainDirectory {
    private final Map<String, ChatChain> chat = new LinkedHashMap<>();
    private final Map<String, UnaryChain<EmbeddingProvider>> embeddings = new LinkedHashMap<>();
    private final Map<String, UnaryChain<RerankProvider>> rerank = new LinkedHashMap<>();
    private final Map<String, Name> names = new LinkedHashMap<>();

    /** What a chain is asked for. */
    public enum Kind {
        CHAT,
        EMBEDDINGS,
        RERANK
    }

    /**
     * A name.
     *
     * @param kinds what it may be asked for
     * @param chain the chain's own name; the same as {@code name} unless that is an alias
     */
    public record Name(String name, Set<Kind> kinds, String chain) {
        public Name {
            kinds = Set.copyOf(kinds);
        }
    }

    /**
     * A chain and what else it is called.
     *
     * @param <C> the kind of chain
     */
    public record Named<C>(C chain, List<String> aliases) {
        public Named {
            aliases = List.copyOf(aliases);
        }
    }

    /** Where two of one kind share a name, the first has it. */
    public ChainDirectory(
            List<Named<ChatChain>> chat,
            List<Named<UnaryChain<EmbeddingProvider>>> embeddings,
            List<Named<UnaryChain<RerankProvider>>> rerank) {
        chat.forEach(named -> add(this.chat, named.chain(), named.chain().name(), named.aliases(), Kind.CHAT));
        embeddings.forEach(
                named -> add(this.embeddings, named.chain(), named.chain().name(), named.aliases(), Kind.EMBEDDINGS));
        rerank.forEach(named -> add(this.rerank, named.chain(), named.chain().name(), named.aliases(), Kind.RERANK));
    }

    private <C> void add(Map<String, C> chains, C chain, String own, List<String> aliases, Kind kind) {
        put(chains, chain, own, own, kind);
        aliases.forEach(alias -> put(chains, chain, alias, own, kind));
    }

    private <C> void put(Map<String, C> chains, C chain, String name, String own, Kind kind) {
        if (chains.putIfAbsent(name, chain) == null) {
            names.merge(name, new Name(name, Set.of(kind), own), (known, more) -> {
                Set<Kind> kinds = EnumSet.copyOf(known.kinds());
                kinds.addAll(more.kinds());
                return new Name(name, kinds, known.chain());
            });
        }
    }

    public Optional<ChatChain> chat(String name) {
        return Optional.ofNullable(chat.get(name));
    }

    public Optional<UnaryChain<EmbeddingProvider>> embeddings(String name) {
        return Optional.ofNullable(embeddings.get(name));
    }

    public Optional<UnaryChain<RerankProvider>> rerank(String name) {
        return Optional.ofNullable(rerank.get(name));
    }

    /** Every name that a client may use, in the order in which chains were given. */
    public List<Name> names() {
        return List.copyOf(names.values());
    }

    /** The names of one kind. */
    public List<String> names(Kind kind) {
        return names.values().stream()
                .filter(name -> name.kinds().contains(kind))
                .map(Name::name)
                .toList();
    }
}
