package dev.lotse.benchmarks.result;

/**
 * One load on one path for some seconds.
 *
 * @param path what was asked for, such as {@code hybrid}
 * @param model how requests came
 * @param clients connections: in a closed step as many requests at once, in an open one the most
 * @param offered requests a second that were due; 0 in a closed step
 * @param seconds length
 * @param achieved requests a second that were answered as wanted
 * @param requests all that were sent
 * @param degraded of them answered without a part that was wanted
 * @param refused of them answered with 429 or 503
 * @param failed of them without an answer, or with another error
 * @param latency from the time at which the request was due (in a closed step: was sent) to the end of the answer, of answers as
 *     wanted only
 * @param service from the time at which it was sent
 * @param cpuMicros processor time of the server per request, in microseconds; 0 where it is unknown
 */
public record LoadStep(
        String path,
        Model model,
        int clients,
        double offered,
        double seconds,
        double achieved,
        long requests,
        long degraded,
        long refused,
        long failed,
        Latency latency,
        Latency service,
        double cpuMicros) {

    /** How requests come. */
    public enum Model {
        /** Each client waits for its answer before it asks again. */
        CLOSED,
        /** Requests are due at a constant rate, whether earlier ones were answered or not. */
        OPEN
    }

    /** Whether each request got what it asked for, and the server kept up. */
    public boolean held() {
        return requests > 0
                && failed == 0
                && refused == 0
                && degraded == 0
                && (model == Model.CLOSED || achieved >= 0.95 * offered);
    }
}
