using System.Text;

namespace Ctrace.Core.Yaml;

/// <summary>What documents mean, as a text that is the same for the same meaning and order; with what is expected to change in them.</summary>
/// <param name="isQuoted">Whether new keys are in quotes.</param>
internal sealed class YamlMeaning(bool isQuoted = false)
{
    private readonly HashSet<(int Mapping, string Key)> _gone = [];

    // By place: the tree is read again when it is compared.
    private readonly Dictionary<int, List<(string Key, string Meaning)>> _expected = [];

    /// <summary>Expects a key of a mapping to have a value.</summary>
    public void Expect(YamlNode mapping, string key, YamlValue value) => Expect(mapping, key, Of(value));

    /// <summary>Expects a key of a mapping to be a list, which begins with nodes that are there.</summary>
    public void Expect(YamlNode mapping, string key, YamlValue list, IReadOnlyList<YamlNode> kept) =>
        Expect(mapping, key, $"{Text("")}{Text("")}[{string.Concat(kept.Select(Of))}{string.Concat(list.Items.Skip(kept.Count).Select(Of))}]");

    /// <summary>Expects a key of a mapping to be there no more.</summary>
    public void ExpectGone(YamlNode mapping, string key) => _gone.Add((mapping.Start, key));

    /// <summary>The meaning.</summary>
    public string Of(IEnumerable<YamlNode> documents) => string.Join("---", documents.Select(Of));

    private void Expect(YamlNode mapping, string key, string meaning)
    {
        if (!_expected.TryGetValue(mapping.Start, out var entries))
        {
            _expected[mapping.Start] = entries = [];
        }

        entries.Add((key, meaning));
    }

    private string Of(YamlNode node) => $"{Text(node.Anchor ?? "")}{Text(node.Tag)}" + node.Kind switch
    {
        YamlKind.Scalar => Scalar(node.Text, node.IsPlain),
        YamlKind.Alias => $"*{Text(node.Text)}",
        YamlKind.Sequence => $"[{string.Concat(node.Items.Select(Of))}]",
        _ => Mapping(node),
    };

    private string Mapping(YamlNode node)
    {
        var expected = _expected.GetValueOrDefault(node.Start) ?? [];
        var text = new StringBuilder("{");
        foreach (var entry in node.Entries.Where(each => each.Key.Kind != YamlKind.Scalar || !_gone.Contains((node.Start, each.Key.Text))))
        {
            var change = expected.FirstOrDefault(each => entry.Key.Kind == YamlKind.Scalar && each.Key == entry.Key.Text);
            text.Append(Of(entry.Key)).Append(change.Meaning ?? Of(entry.Value));
        }

        foreach (var (key, meaning) in expected.Where(each => node[each.Key] is null))
        {
            text.Append(Of(Key(key, isQuoted))).Append(meaning);
        }

        return text.Append('}').ToString();
    }

    private static string Of(YamlValue value) => Text("") + Text("") + (value.Text is { } text ? Scalar(text, YamlWriter.Scalar(value) == text)
        : value.IsMap ? $"{{{string.Concat(value.Entries.Select(entry => Of(Key(entry.Key, value.IsQuoted)) + Of(entry.Value)))}}}"
        : $"[{string.Concat(value.Items.Select(Of))}]");

    private static YamlValue Key(string key, bool quoted) => quoted ? YamlValue.Of(key).Quoted() : YamlValue.Of(key);

    private static string Scalar(string text, bool isPlain) => (isPlain ? 'p' : 'q') + Text(text);

    // No text can be taken for two.
    private static string Text(string text) => $"{text.Length}:{text}";
}
