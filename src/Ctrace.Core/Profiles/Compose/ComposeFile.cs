using Ctrace.Core.Traces;
using Ctrace.Core.Yaml;

namespace Ctrace.Core.Profiles.Compose;

/// <summary>A Compose file, one of whose services is restricted. Comments and layout stay.</summary>
internal static class ComposeFile
{
    private static readonly string[] Keys = [ComposeOptions.CapabilitiesDropped, ComposeOptions.CapabilitiesAdded, ComposeOptions.Security, "privileged"];

    /// <summary>Restricts a service.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="shown">Its name, for messages.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="trace">What was recorded.</param>
    /// <param name="profile">The path of the seccomp profile, from the file's directory.</param>
    /// <exception cref="CtraceException">Data: it is no Compose file, has no such service, or is written in a way that cannot be edited.</exception>
    public static string Patch(string text, string shown, string service, Trace trace, string profile) =>
        Patch(text, shown, service, security => ComposeOptions.Of(trace, profile, security));

    /// <summary>Has a service watched: its capabilities stay.</summary>
    /// <inheritdoc cref="Patch(string, string, string, Trace, string)" path="/param" />
    /// <inheritdoc cref="Patch(string, string, string, Trace, string)" path="/exception" />
    public static string PatchAudit(string text, string shown, string service, Trace trace, string profile) =>
        Patch(text, shown, service, security => ComposeOptions.OfAudit(trace, profile, security));

    private static string Patch(string text, string shown, string service, Func<IEnumerable<string>, YamlValue> options)
    {
        ArgumentNullException.ThrowIfNull(service);
        var documents = YamlReader.Read(text, shown);
        if (documents is not [{ Kind: YamlKind.Mapping } root] || root["services"] is not { Kind: YamlKind.Mapping } services)
        {
            throw new CtraceException(FailureKind.Data, $"{shown} is no Compose file: {(documents.Count > 1 ? "it has several documents" : "it has no services")}");
        }

        var found = Find(services, shown, service);
        Check(root, found, shown, service);
        var patch = new YamlPatch(text, shown);
        var security = found[ComposeOptions.Security] is { Kind: YamlKind.Sequence } list ? list.Items : [];
        if (security.FirstOrDefault(option => option.Kind != YamlKind.Scalar) is { } other)
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{other.Line}: an option of {ComposeOptions.Security} is not written as text", "write it out");
        }

        patch.Merge(found, options(security.Select(option => option.Text).Distinct()));
        return patch.Apply();
    }

    internal static YamlNode Find(YamlNode services, string shown, string service)
    {
        if (services[service] is { } found)
        {
            return services.Anchor is null ? found
                : throw new CtraceException(FailureKind.Data, $"{shown}:{services.Line}: the services have the anchor &{services.Anchor} and may stand elsewhere, too");
        }

        var names = services.Entries.Select(entry => entry.Key.Text).Where(name => name is not ("" or "<<")).ToList();
        throw new CtraceException(FailureKind.Data, $"{shown} has no service '{service}'",
            Spelling.ClosestName(service, names) is { } closest ? $"did you mean '{closest}'?" : $"it has {string.Join(", ", names)}");
    }

    /// <summary>Refuses a service that would not be restricted by its own keys alone.</summary>
    private static void Check(YamlNode root, YamlNode found, string shown, string service)
    {
        if (found["privileged"] is { } privileged && privileged.Text is not ("" or "false"))
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{privileged.Line}: {service} is privileged, so that nothing restricts it",
                "take privileged away, and record it again");
        }

        // !reset and !override (compose-spec, 13-merge.md): what such a value says is not what counts.
        var values = Keys.Select(key => found[key]).OfType<YamlNode>().SelectMany(value => value.All());
        if (((YamlNode[])[root, root["services"]!, found, .. values]).FirstOrDefault(node => node.Tag is ['!', _, ..]) is { } tagged)
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{tagged.Line}: the tag {tagged.Tag} gives what it stands at another meaning", "write it out without the tag");
        }

        if (found["extends"] is { } extends)
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{extends.Line}: {service} extends another service, whose capabilities and options would be added",
                "write out what it takes from there");
        }

        if (found["<<"] is { } merged && Inherited(root, merged, []).FirstOrDefault(key => key != ComposeOptions.CapabilitiesDropped && found[key] is null) is { } key)
        {
            throw new CtraceException(FailureKind.Data, $"{shown}:{merged.Line}: {service} takes {key} over from elsewhere (<<)", $"write {key} out in {service}");
        }
    }

    /// <summary>Those of our keys that a merge key brings (YAML 1.1, merge key language-independent type).</summary>
    private static IEnumerable<string> Inherited(YamlNode root, YamlNode merged, HashSet<YamlNode> seen)
    {
        if (!seen.Add(merged))
        {
            return [];
        }

        var nodes = merged.Kind switch
        {
            YamlKind.Alias => root.All().Where(node => node.Anchor == merged.Text),
            YamlKind.Sequence => merged.Items,
            _ => merged["<<"] is { } further ? [further] : Enumerable.Empty<YamlNode>(),
        };
        return Keys.Where(key => merged[key] is not null).Concat(nodes.ToList().SelectMany(node => Inherited(root, node, seen)));
    }
}
