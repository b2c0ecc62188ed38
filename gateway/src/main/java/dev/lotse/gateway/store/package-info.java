/** The relational store: H2 in a file of the data folder, or PostgreSQL. The only package that knows JDBC. */
@NullMarked
package dev.lotse.gateway.store;

import org.jspecify.annotations.NullMarked;
