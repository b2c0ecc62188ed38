package dev.lotse.gateway.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What searches add up to. Used by one thread. */
final class Sums {
    /** Columns of every table of sums, in the order of {@link #bind}. */
    static final int COLUMNS = 5;

    long searches;
    long empty;
    long clicked;
    long clicks;
    double reciprocal;

    void add(long moreSearches, long moreEmpty, long moreClicked, long moreClicks, double moreReciprocal) {
        searches += moreSearches;
        empty += moreEmpty;
        clicked += moreClicked;
        clicks += moreClicks;
        reciprocal += moreReciprocal;
    }

    void bind(PreparedStatement statement, int from) throws SQLException {
        statement.setLong(from, searches);
        statement.setLong(from + 1, empty);
        statement.setLong(from + 2, clicked);
        statement.setLong(from + 3, clicks);
        statement.setDouble(from + 4, reciprocal);
    }
}
