using System.Xml.Linq;

namespace Cloud.Architecture.Repository;

/// <summary>A package that a project refers to or downloads, with the version that it asks for itself, if any.</summary>
internal sealed record PackageUse(string Name, string? Version, bool IsDownload)
{
    public static IEnumerable<PackageUse> ReadAll(XElement element)
    {
        var versions = from name in new[] { "Version", "VersionOverride" }
                       let attribute = element.Attribute(name)?.Value
                       let child = element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value
                       where attribute is not null || child is not null
                       select attribute ?? child;
        return NamesIn(element).Select(
            name => new PackageUse(name, versions.FirstOrDefault(), element.Name.LocalName is "PackageDownload"));
    }

    /// <summary>What an item includes or updates: several names are parted by semicolons.</summary>
    public static string[] NamesIn(XElement element) =>
        (element.Attribute("Include") ?? element.Attribute("Update"))?.Value
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
