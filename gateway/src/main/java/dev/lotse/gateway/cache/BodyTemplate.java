package dev.lotse.gateway.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A response body without what differs from visitor to visitor: the id of the search and a note on how it was answered. Both are
 * put in when it is sent. The bytes are shared and must not be changed.
 *
 * @param bytes the body without those parts
 * @param idAt where the id goes, from 0; −1 where the body has neither part
 * @param noteAt where the note goes, at or after {@code idAt}; −1 together with it
 */
public record BodyTemplate(byte[] bytes, int idAt, int noteAt) {
    private static final byte[] NOTHING = {};

    /** Checks that the places are inside and in order. */
    public BodyTemplate {
        boolean plain = idAt == -1 && noteAt == -1;
        if (!plain && (idAt < 0 || noteAt < idAt || noteAt > bytes.length)) {
            throw new IllegalArgumentException(
                    "places " + idAt + " and " + noteAt + " do not fit into " + bytes.length + " bytes");
        }
    }

    /** A body that is the same for everyone. */
    public static BodyTemplate plain(byte[] bytes) {
        return new BodyTemplate(bytes, -1, -1);
    }

    /** Whether the body is the same for everyone. */
    public boolean isPlain() {
        return idAt < 0;
    }

    /** The whole body; the arguments have no effect on a plain one. */
    public byte[] fill(byte[] id, byte[] note) {
        if (isPlain()) {
            return bytes;
        }
        byte[] all = new byte[bytes.length + id.length + note.length];
        System.arraycopy(bytes, 0, all, 0, idAt);
        System.arraycopy(id, 0, all, idAt, id.length);
        int between = noteAt - idAt;
        System.arraycopy(bytes, idAt, all, idAt + id.length, between);
        System.arraycopy(note, 0, all, noteAt + id.length, note.length);
        System.arraycopy(bytes, noteAt, all, noteAt + id.length + note.length, bytes.length - noteAt);
        return all;
    }

    /** The whole body of a plain template, or one with both parts left empty. */
    public byte[] bare() {
        return fill(NOTHING, NOTHING);
    }

    /** A weak entity tag (RFC 9110 section 8.8.1): bodies with the same tag say the same. */
    String entityTag() {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "W/\"" + HexFormat.of().formatHex(sum, 0, 12) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
