package dev.lotse.gateway.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a call to a provider. Texts never carry keys or the visitor's words; they may be shown to
 * operators, not to visitors.
 */
public sealed interface ProviderError {

    /** Stable lower-case name for metrics and logs. */
    default String kind() {
        return switch (this) {
            case RateLimited ignored -> "rate_limited";
            case Overloaded ignored -> "overloaded";
            case TimedOut timedOut ->
                switch (timedOut.phase()) {
                    case CONNECT -> "timeout_connect";
                    case FIRST_TOKEN -> "timeout_first_token";
                    case BETWEEN_TOKENS -> "timeout_between_tokens";
                    case TOTAL -> "timeout_total";
                };
            case Unreachable ignored -> "unreachable";
            case Cut ignored -> "cut";
            case Malformed ignored -> "malformed";
            case ContentFiltered ignored -> "content_filter";
            case Unauthorized ignored -> "auth";
            case QuotaExhausted ignored -> "quota_exhausted";
            case Misconfigured ignored -> "misconfigured";
            case ContextTooLong ignored -> "context_too_long";
            case BadRequest ignored -> "bad_request";
            case Cancelled ignored -> "cancelled";
        };
    }

    /** What the chain does about it. */
    default Reaction reaction() {
        return switch (this) {
            case Overloaded ignored -> Reaction.RETRY;
            case TimedOut timedOut -> timedOut.phase() == Phase.CONNECT ? Reaction.RETRY : Reaction.NEXT;
            case Unreachable ignored -> Reaction.RETRY;
            case Cut ignored -> Reaction.RETRY;
            case RateLimited ignored -> Reaction.RETRY;
            case Malformed ignored -> Reaction.NEXT;
            case ContentFiltered ignored -> Reaction.NEXT;
            case Unauthorized ignored -> Reaction.NEXT;
            case QuotaExhausted ignored -> Reaction.NEXT;
            case Misconfigured ignored -> Reaction.NEXT;
            case ContextTooLong ignored -> Reaction.NEXT;
            case BadRequest ignored -> Reaction.STOP;
            case Cancelled ignored -> Reaction.STOP;
        };
    }

    /**
     * Whether it says something about the provider's health. What the request itself causes (too long, filtered, bad) does not,
     * nor does a rate limit, which is waited out by its own time.
     */
    default boolean unhealthy() {
        return switch (this) {
            case Overloaded ignored -> true;
            case TimedOut ignored -> true;
            case Unreachable ignored -> true;
            case Cut ignored -> true;
            case Malformed ignored -> true;
            case Unauthorized ignored -> true;
            case QuotaExhausted ignored -> true;
            case Misconfigured ignored -> true;
            case RateLimited ignored -> false;
            case ContentFiltered ignored -> false;
            case ContextTooLong ignored -> false;
            case BadRequest ignored -> false;
            case Cancelled ignored -> false;
        };
    }

    /** One sentence for operators. */
    String detail();

    /** How the chain goes on after an error. */
    enum Reaction {
        /** The same provider may succeed shortly; otherwise the next one. */
        RETRY,
        /** This provider will not serve this request; another may. */
        NEXT,
        /** No provider can serve this request. */
        STOP
    }

    /** Which time limit was missed. */
    enum Phase {
        CONNECT,
        FIRST_TOKEN,
        BETWEEN_TOKENS,
        TOTAL
    }

    /**
     * Too many requests or tokens per time.
     *
     * @param retryAfter how long the provider asks to wait, or null where it does not say
     */
    record RateLimited(@Nullable Duration retryAfter) implements ProviderError {
        @Override
        public String detail() {
            return retryAfter == null ? "rate limited" : "rate limited for " + retryAfter.toMillis() + " ms";
        }
    }

    /**
     * The provider has a problem of its own.
     *
     * @param status HTTP status, or 0 where it said so within a stream
     * @param retryAfter how long the provider asks to wait, or null where it does not say
     */
    record Overloaded(int status, @Nullable Duration retryAfter) implements ProviderError {
        @Override
        public String detail() {
            return status == 0 ? "reported an error within the stream" : "answered with status " + status;
        }
    }

    /** It took longer than allowed. */
    record TimedOut(Phase phase, Duration limit) implements ProviderError {
        @Override
        public String detail() {
            return switch (phase) {
                        case CONNECT -> "no connection";
                        case FIRST_TOKEN -> "nothing of the answer arrived";
                        case BETWEEN_TOKENS -> "the answer stood still";
                        case TOTAL -> "the answer was not complete";
                    }
                    + " within " + limit.toMillis() + " ms";
        }
    }

    /** No connection, or it broke before anything arrived. */
    record Unreachable(String detail) implements ProviderError {}

    /** The answer broke off before its end. */
    record Cut(String detail) implements ProviderError {}

    /** What arrived is not what the wire format allows, or larger than allowed. */
    record Malformed(String detail) implements ProviderError {}

    /** The provider withheld the answer for its content. */
    record ContentFiltered(String detail) implements ProviderError {}

    /** The key was refused. */
    record Unauthorized(int status) implements ProviderError {
        @Override
        public String detail() {
            return status == 0 ? "no key is set" : "refused the key with status " + status;
        }
    }

    /** The account has no money or quota left. */
    record QuotaExhausted() implements ProviderError {
        @Override
        public String detail() {
            return "the account's quota is used up";
        }
    }

    /** Model or address do not exist there. */
    record Misconfigured(String detail) implements ProviderError {}

    /** The prompt is longer than the model reads. */
    record ContextTooLong() implements ProviderError {
        @Override
        public String detail() {
            return "the prompt is longer than the model reads";
        }
    }

    /**
     * The request is wrong whoever is asked.
     *
     * @param detail the provider's own words, shortened, without personal data
     */
    record BadRequest(String detail) implements ProviderError {}

    /** The caller went away or another provider won. */
    record Cancelled() implements ProviderError {
        @Override
        public String detail() {
            return "no longer wanted";
        }
    }
}
