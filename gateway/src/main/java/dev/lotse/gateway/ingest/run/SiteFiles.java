package dev.lotse.gateway.ingest.run;

import dev.lotse.gateway.ingest.IngestException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What ingest keeps for a site:
 *
 * <pre>
 * SITE/ingest.lock    held during a run
 * SITE/vectors.mv     vectors of the passages by hash
 * SITE/spool.mv       pages of the run that is under way; a left-over is deleted by the next run
 * </pre>
 */
record SiteFiles(String site, Path folder) {
    private static final String SITE_NAME = "[a-z0-9][a-z0-9._-]{0,63}";

    /** The files of a site below a folder of sites. */
    static SiteFiles of(Path sites, String site) {
        if (!site.matches(SITE_NAME)) {
            throw new IngestException(
                    "'" + site + "' is no site name; allowed are lower-case letters, digits, '.', '-' and"
                            + " '_', at most 64, beginning with a letter or digit");
        }
        return new SiteFiles(site, sites.resolve(site));
    }

    Path vectors() {
        return folder.resolve("vectors.mv");
    }

    Path spool() {
        return folder.resolve("spool.mv");
    }

    /**
     * Takes the site for one run, across threads and processes.
     *
     * @throws IngestException when another run has it, or the folder cannot be written
     */
    Lock lock() {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve("ingest.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return new Lock(channel);
                }
            } catch (OverlappingFileLockException e) {
                // Held by this process: the same as held by another.
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            channel.close();
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        throw new IngestException("site '" + site + "' is being indexed by another run; wait until that has ended");
    }

    static IngestException unwritable(Path path, Exception e) {
        return new IngestException(
                "cannot write " + path + " (" + e
                        + "); free space, or give write permission, or choose another data folder;"
                        + " what was indexed before goes on serving",
                e);
    }

    /** Released by closing. */
    record Lock(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new IngestException("cannot release a lock file", e);
            }
        }
    }
}
