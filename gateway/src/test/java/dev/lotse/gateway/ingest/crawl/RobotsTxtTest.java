package dev.lotse.gateway.ingest.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RobotsTxtTest {
    private static RobotsTxt parse(String text) {
        return RobotsTxt.parse(text, "LotseBot");
    }

    @Test
    void theGroupOfTheNameWinsOverTheOneForAll() {
        RobotsTxt robots = parse("""
                User-agent: *
                Disallow: /

                User-agent: otherbot
                User-agent: lotsebot
                Disallow: /private/
                """);

        assertThat(robots.allows("/public.html")).isTrue();
        assertThat(robots.allows("/private/a.html")).isFalse();
    }

    @Test
    void groupsOfTheSameNameAreReadTogether() {
        RobotsTxt robots = parse("""
                User-agent: LotseBot
                Disallow: /a

                User-agent: x
                Disallow: /c

                User-agent: LotseBot/2.0
                Disallow: /b
                """);

        assertThat(robots.allows("/a")).isFalse();
        assertThat(robots.allows("/b")).isFalse();
        assertThat(robots.allows("/c")).isTrue();
    }

    @Test
    void theLongestRuleWinsAndAllowOnATie() {
        RobotsTxt robots = parse("User-agent: *\nDisallow: /docs\nAllow: /docs/open\nDisallow: /page\nAllow: /page\n");

        assertThat(robots.allows("/docs/closed")).isFalse();
        assertThat(robots.allows("/docs/open/a")).isTrue();
        assertThat(robots.allows("/page")).isTrue();
    }

    @Test
    void wildcardsAndEndMarksAreUnderstood() {
        RobotsTxt robots = parse("User-agent: *\nDisallow: /*.php$\nDisallow: /*/print\nDisallow: /*?session=\n");

        assertThat(robots.allows("/a/b.php")).isFalse();
        assertThat(robots.allows("/a/b.php?x=1")).isTrue();
        assertThat(robots.allows("/a/print.html")).isFalse();
        assertThat(robots.allows("/a?session=1")).isFalse();
        assertThat(robots.allows("/print")).isTrue();
    }

    @Test
    void escapesCompareEqualHoweverTheyAreWritten() {
        RobotsTxt robots = parse("User-agent: *\nDisallow: /größe\nDisallow: /a%7eb\n");

        assertThat(robots.allows("/gr%c3%b6%C3%9Fe")).isFalse();
        assertThat(robots.allows("/a~b")).isFalse();
    }

    @Test
    void anEmptyDisallowAllowsEverything() {
        assertThat(parse("User-agent: *\nDisallow:\n").allows("/a")).isTrue();
        assertThat(parse("").allows("/a")).isTrue();
        assertThat(parse("<html>not found</html>").allows("/a")).isTrue();
    }

    @Test
    void crawlDelayIsReadAndBounded() {
        assertThat(parse("User-agent: *\nCrawl-delay: 2.5\n").crawlDelay()).contains(Duration.ofMillis(2500));
        assertThat(parse("User-agent: *\nCrawl-delay: 86400\n").crawlDelay()).contains(Duration.ofMinutes(1));
        assertThat(parse("User-agent: *\nCrawl-delay: soon\n").crawlDelay()).isEmpty();
    }

    @Test
    void robotsTxtItselfMayAlwaysBeRead() {
        assertThat(RobotsTxt.DISALLOW_ALL.allows("/robots.txt")).isTrue();
        assertThat(RobotsTxt.DISALLOW_ALL.allows("/")).isFalse();
    }

    @Test
    void manyStarsAreMatchedQuickly() {
        RobotsTxt robots = parse("User-agent: *\nDisallow: /" + "*a".repeat(500) + "$\n");

        assertThat(robots.allows("/" + "a".repeat(2000) + "b")).isTrue();
    }
}
