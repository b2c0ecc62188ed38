package dev.lotse.gateway.signin;

/** A sign-in cannot be finished. The message is for the log; it holds no secret and no token. */
public final class SignInException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SignInException(String message) {
        super(message);
    }

    public SignInException(String message, Throwable cause) {
        super(message, cause);
    }
}
