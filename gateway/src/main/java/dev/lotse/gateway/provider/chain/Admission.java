package dev.lotse.gateway.provider.chain;

import dev.lotse.gateway.provider.CallLimits;
import dev.lotse.gateway.provider.budget.Budgets.Reserved;

/**
 * A call that may be made now: the guard let it in and the budget is reserved.
 *
 * @param number of the attempt, from 1
 * @param retry which call to this target it is within the request, from 0
 */
record Admission<P>(int number, int retry, Target<P> target, CallLimits limits, Reserved reserved, long startNanos) {}
