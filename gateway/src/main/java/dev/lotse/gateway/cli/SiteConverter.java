package dev.lotse.gateway.cli;

import dev.lotse.gateway.http.SiteName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Checks the name of a site. */
final class SiteConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
        if (!SiteName.isValid(value)) {
            throw new TypeConversionException("'" + value + "' is no name for a site; allowed is " + SiteName.ALLOWED);
        }
        return value;
    }
}
