using Ctrace.Core.Yaml;

namespace Ctrace.Core.Rehearsals;

/// <summary>A Compose file as it is meant: what stands elsewhere (aliases, merge keys) put in its place, and variables replaced.</summary>
internal sealed class ComposeTree
{
    private const int MaxDepth = 16, MaxMerges = 1000;

    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private readonly ComposeVariables _variables;
    private readonly string _shown;
    private int _merges;

    public ComposeTree(YamlNode root, string shown, ComposeVariables variables)
    {
        (_shown, _variables) = (shown, variables);
        foreach (var node in root.All().Where(node => node.Anchor is not null))
        {
            if (!_anchors.TryAdd(node.Anchor!, node))
            {
                throw Failure(node, $"the anchor &{node.Anchor} stands twice", "give them different names");
            }
        }
    }

    /// <summary>What a node stands for.</summary>
    public YamlNode Resolve(YamlNode node)
    {
        if (node.Kind == YamlKind.Alias)
        {
            // An alias to an alias has no anchor of its own.
            return _anchors.TryGetValue(node.Text, out var meant) && meant.Kind != YamlKind.Alias ? Resolve(meant) : throw Failure(node, $"nothing has the anchor &{node.Text}", "");
        }

        return node.Tag is not ['!', _, ..] ? node : throw Failure(node, $"the tag {node.Tag} gives what it stands at another meaning", "write it out without the tag");
    }

    /// <summary>A mapping's keys and values, those of merge keys included.</summary>
    public IReadOnlyList<(string Key, YamlNode Value)> Entries(YamlNode mapping) => Entries(Resolve(mapping), MaxDepth);

    /// <summary>A scalar's text.</summary>
    public string Text(YamlNode node) => Resolve(node) is { Kind: YamlKind.Scalar } scalar ? _variables.Replace(scalar.Text, scalar.Line)
        : throw Failure(node, "a text belongs here", "");

    /// <summary>A sequence's texts; of a scalar the one.</summary>
    public IEnumerable<string> Texts(YamlNode node) => Resolve(node) switch
    {
        { Kind: YamlKind.Scalar } scalar => [Text(scalar)],
        { Kind: YamlKind.Sequence } list => list.Items.Select(Text),
        _ => throw Failure(node, "a list belongs here", ""),
    };

    /// <summary>What is written either as a list of <c>NAME=VALUE</c> or as a mapping; a name without a value stands alone.</summary>
    public IEnumerable<string> Pairs(YamlNode node, char separator = '=') => Resolve(node).Kind == YamlKind.Mapping
        ? Entries(node).Select(entry => Resolve(entry.Value).IsNull ? entry.Key : $"{entry.Key}{separator}{Text(entry.Value)}")
        : Texts(node);

    /// <summary>The value of a variable; null when it has none.</summary>
    public string? Variable(string name) => _variables.Of(name);

    /// <summary>The failure for a node.</summary>
    public CtraceException Failure(YamlNode node, string what, string hint) => new(FailureKind.Data, $"{_shown}:{node.Line}: {what}", hint);

    private List<(string, YamlNode)> Entries(YamlNode mapping, int left)
    {
        // Ten that each take over ten others are a billion after nine of them.
        var tooMuch = left == 0 || (left < MaxDepth && ++_merges > MaxMerges);
        if (mapping.Kind != YamlKind.Mapping || tooMuch)
        {
            throw Failure(mapping, tooMuch ? "too much is taken over from elsewhere (<<)" : "names with values belong here", "");
        }

        // Its own keys come before those that it takes over (YAML 1.1, merge key language-independent type).
        var found = mapping.Entries.Where(entry => entry.Key.Text != "<<").Select(entry => (entry.Key.Text, entry.Value)).ToList();
        if (mapping["<<"] is { } merge)
        {
            foreach (var other in Resolve(merge) is { Kind: YamlKind.Sequence } several ? several.Items.Select(Resolve) : [Resolve(merge)])
            {
                found.AddRange(Entries(other, left - 1).Where(entry => !found.Exists(known => known.Text == entry.Item1)));
            }
        }

        return found;
    }
}
