package dev.lotse.gateway.privacy;

/** Kinds of personal data and secrets. Where findings overlap, the kind that stands first wins. */
public enum PersonalDataKind {
    /** Keys, tokens and passwords. */
    API_KEY,
    EMAIL,
    /** Bank accounts with a valid checksum (ISO 13616). */
    IBAN,
    /** Payment cards with a valid checksum (Luhn). */
    CARD,
    /** German pension insurance numbers, health insurance numbers, US social security numbers. */
    SOCIAL_INSURANCE,
    /** German tax identification, tax and VAT numbers. */
    TAX_ID,
    /** Numbers of passports, identity cards and driving licences, where the text calls them so. */
    ID_DOCUMENT,
    /** German, British, North American and international telephone numbers. */
    PHONE,
    /** Street and house number with what follows of the town; post boxes. */
    ADDRESS
}
