package dev.lotse.models;

/** A model had no free lane in time. Trying again later may succeed. */
public class ModelBusyException extends ModelException {
    private static final long serialVersionUID = 1L;

    public ModelBusyException(String message) {
        super(message);
    }
}
