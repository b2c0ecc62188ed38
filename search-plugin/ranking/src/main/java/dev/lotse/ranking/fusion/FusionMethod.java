package dev.lotse.ranking.fusion;

/** How ranked lists are combined. */
public enum FusionMethod {
    /** Weighted sum of scores that were scaled to 0…1 over the window (Bruch, Gai, Ingber: An Analysis of Fusion Functions, TOIS 2023). */
    CONVEX,
    /** Weighted sum of reciprocal ranks (Cormack, Clarke, Buettcher: Reciprocal Rank Fusion, SIGIR 2009). */
    RRF
}
