package dev.lotse.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line chart as SVG; colours come from the page's style sheet, so that it follows light and dark. Used by one thread. */
final class Chart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 300;
    private static final int LEFT = 58;
    private static final int RIGHT = 16;
    private static final int TOP = 14;
    private static final int BOTTOM = 44;

    /** Lines are told apart by colour and by dashes, for those who do not see colours. */
    private static final List<String> DASHES = List.of("", "6 3", "2 3", "8 3 2 3", "1 4", "12 4");

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final boolean logarithmic;
    private final List<Line> lines = new ArrayList<>();

    /** A point. */
    record Point(double x, double y) {}

    private record Line(String name, List<Point> points) {}

    /**
     * @param logarithmic whether y grows by factors; values of 0 are left out then
     */
    Chart(String title, String xLabel, String yLabel, boolean logarithmic) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.logarithmic = logarithmic;
    }

    /** Adds a line; its points in the order of x. */
    Chart line(String name, List<Point> points) {
        List<Point> shown =
                points.stream().filter(point -> !logarithmic || point.y() > 0).toList();
        if (!shown.isEmpty()) {
            lines.add(new Line(name, shown));
        }
        return this;
    }

    /** The chart with its legend; empty without points. */
    String svg() {
        if (lines.isEmpty()) {
            return "";
        }
        double maxX = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::x)
                .max()
                .orElse(1);
        double maxY = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::y)
                .max()
                .orElse(1);
        double minY = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::y)
                .min()
                .orElse(0);
        Scale x = new Scale(0, roundUp(maxX), LEFT, WIDTH - RIGHT, false);
        Scale y = logarithmic
                ? new Scale(powerBelow(minY), powerAbove(maxY), HEIGHT - BOTTOM, TOP, true)
                : new Scale(0, roundUp(maxY), HEIGHT - BOTTOM, TOP, false);
        StringBuilder svg = new StringBuilder();
        svg.append("<figure><figcaption>").append(Html.text(title)).append("</figcaption><svg viewBox=\"0 0 ");
        svg.append(WIDTH).append(' ').append(HEIGHT).append("\" role=\"img\" aria-label=\"");
        svg.append(Html.text(title)).append("\">");
        for (double tick : y.ticks()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT,
                    WIDTH - RIGHT,
                    y.of(tick),
                    y.of(tick)));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 6,
                    y.of(tick) + 4,
                    number(tick)));
        }
        for (double tick : x.ticks()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x.of(tick),
                    HEIGHT - BOTTOM + 18,
                    number(tick)));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                WIDTH - RIGHT,
                HEIGHT - 6,
                Html.text(xLabel)));
        svg.append(String.format(Locale.ROOT, "<text x=\"4\" y=\"%d\">%s</text>", TOP - 2, Html.text(yLabel)));
        for (int i = 0; i < lines.size(); i++) {
            StringBuilder points = new StringBuilder();
            for (Point point : lines.get(i).points()) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x.of(point.x()), y.of(point.y())));
                svg.append(String.format(
                        Locale.ROOT,
                        "<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"><title>%s: %s, %s</title></circle>",
                        i % DASHES.size(),
                        x.of(point.x()),
                        y.of(point.y()),
                        Html.text(lines.get(i).name()),
                        number(point.x()),
                        number(point.y())));
            }
            svg.append(String.format(
                    Locale.ROOT,
                    "<polyline class=\"c%d\" stroke-dasharray=\"%s\" points=\"%s\"/>",
                    i % DASHES.size(),
                    DASHES.get(i % DASHES.size()),
                    points.toString().strip()));
        }
        svg.append("</svg><ul class=\"legend\">");
        for (int i = 0; i < lines.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<li><svg viewBox=\"0 0 28 8\" aria-hidden=\"true\"><polyline class=\"c%d\" stroke-dasharray=\"%s\" points=\"0,4 28,4\"/></svg>%s</li>",
                    i % DASHES.size(),
                    DASHES.get(i % DASHES.size()),
                    Html.text(lines.get(i).name())));
        }
        return svg.append("</ul></figure>").toString();
    }

    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-9))));
        for (double step : new double[] {1, 1.5, 2, 3, 4, 5, 6, 8, 10}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static double powerBelow(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    private static double powerAbove(double value) {
        return Math.pow(10, Math.ceil(Math.log10(value) + 1e-9));
    }

    private static String number(double value) {
        if (value >= 10_000) {
            return String.format(Locale.ROOT, "%.0fk", value / 1000);
        }
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : value < 0.1 ? String.format(Locale.ROOT, "%.2g", value) : String.format(Locale.ROOT, "%.1f", value);
    }

    /** From a value to a place. */
    private record Scale(double from, double to, double start, double end, boolean logarithmic) {
        double of(double value) {
            double part = logarithmic
                    ? (Math.log10(value) - Math.log10(from)) / (Math.log10(to) - Math.log10(from))
                    : (value - from) / (to - from);
            return start + part * (end - start);
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            if (logarithmic) {
                for (double tick = from; tick <= to * 1.001; tick *= 10) {
                    ticks.add(tick);
                }
            } else {
                for (int i = 0; i <= 5; i++) {
                    ticks.add(from + i * (to - from) / 5);
                }
            }
            return ticks;
        }
    }
}
