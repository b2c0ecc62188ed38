package dev.lotse.gateway.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a browser keeps between leaving for the provider and coming back. Only who holds it can finish the sign-in.
 *
 * @param state ties the provider's answer to this browser
 * @param nonce ties the ID token to this sign-in
 * @param verifier of PKCE: ties the code to this sign-in
 */
public record Attempt(String state, String nonce, String verifier) {
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[\\w-]{43}\\.[\\w-]{43}\\.[\\w-]{43}");

    /** One that nobody can guess. */
    public static Attempt begin(SecureRandom random) {
        return new Attempt(token(random), token(random), token(random));
    }

    /** 256 random bits in the alphabet of URLs and cookies. */
    public static String token(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** For a cookie. */
    public String text() {
        return state + "." + nonce + "." + verifier;
    }

    /** From a cookie; empty for anything that {@link #text} did not write. */
    public static Optional<Attempt> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        return Optional.of(new Attempt(parts[0], parts[1], parts[2]));
    }

    /** Whether the provider's answer belongs to it; takes the same time either way. */
    public boolean isAnsweredBy(String answeredState) {
        return MessageDigest.isEqual(
                state.getBytes(StandardCharsets.UTF_8), answeredState.getBytes(StandardCharsets.UTF_8));
    }

    /** Of the verifier, by method S256. */
    String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
