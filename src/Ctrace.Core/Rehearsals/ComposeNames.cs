using Ctrace.Core.Yaml;

namespace Ctrace.Core.Rehearsals;

/// <summary>What the engine calls the volumes and networks of a Compose file (compose-spec, 06-networks.md and 07-volumes.md).</summary>
internal sealed class ComposeNames(ComposeTree tree, YamlNode root, string project)
{
    /// <summary>A volume.</summary>
    public string Volume(string name) => Of("volumes", name);

    /// <summary>A network.</summary>
    public string Network(string name) => Of("networks", name);

    private string Of(string section, string name)
    {
        var declared = root[section] is { } all && !tree.Resolve(all).IsNull ? tree.Entries(all).FirstOrDefault(entry => entry.Key == name).Value : null;
        var keys = declared is null || tree.Resolve(declared).IsNull ? [] : tree.Entries(declared);
        var (given, external) = (keys.FirstOrDefault(key => key.Key == "name").Value, keys.FirstOrDefault(key => key.Key == "external").Value);
        return given is not null ? tree.Text(given)
            : external is not null && tree.Text(external) == "true" ? name
            : $"{project}_{name}";
    }
}
