using System.Text;

namespace Ctrace.Core.Yaml;

/// <summary>
/// Changes to the text of a YAML file, byte for byte the same elsewhere. The result is read again: it must mean what the
/// old text meant, and the changes, or nothing is given.
/// </summary>
/// <param name="text">The old text, without a byte order mark.</param>
/// <param name="shown">Its name, for messages.</param>
internal sealed class YamlPatch(string text, string shown)
{
    private readonly string _newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
    private readonly List<Edit> _edits = [];
    private readonly HashSet<int> _filled = [];

    // JSON is YAML in braces, with all keys and texts in quotes: it stays JSON.
    private readonly bool _isJson = IsJson(text);
    private readonly YamlMeaning _meaning = new(IsJson(text));

    /// <summary>Gives keys of a mapping these values. Maps in it are gone into; a list has exactly these items afterwards.</summary>
    /// <exception cref="CtraceException">Data: it is written in a way that cannot be changed here.</exception>
    public void Merge(YamlNode mapping, YamlValue map)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(map);
        RefuseShared(mapping);
        if (mapping.Kind != YamlKind.Mapping)
        {
            throw Refusal(mapping, "a mapping was expected here", "write keys and values");
        }

        foreach (var (key, plain) in map.Entries)
        {
            var value = _isJson ? plain.Quoted() : plain;
            // The reader lets no key come twice.
            var entries = mapping.Entries.Where(entry => entry.Key.Kind == YamlKind.Scalar && entry.Key.Text == key).ToList();
            if (entries is [var entry])
            {
                Set(mapping, entry, key, value);
            }
            else
            {
                Insert(mapping, key, value);
            }
        }
    }

    /// <summary>Takes keys out of a mapping; others stay in it.</summary>
    /// <exception cref="CtraceException">Data: it is written in a way that cannot be changed here.</exception>
    public void Remove(YamlNode mapping, IReadOnlyCollection<string> keys)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        RefuseShared(mapping);
        var gone = mapping.Entries.Where(entry => entry.Key.Kind == YamlKind.Scalar && keys.Contains(entry.Key.Text)).ToList();
        foreach (var (key, value) in gone)
        {
            RefuseShared(value);
            RefuseAnchors(value);
            _meaning.ExpectGone(mapping, key.Text);
        }

        if (mapping.IsFlow)
        {
            var kept = string.Join(", ", mapping.Entries.Except(gone).Select(entry => text[entry.Key.Start..End(entry)]));
            _edits.Add(new Edit(mapping.Entries[0].Key.Start, End(mapping.Entries[^1]), kept));
            return;
        }

        foreach (var entry in gone)
        {
            var start = LineStart(entry.Key.Start);
            if (!text.AsSpan(start, entry.Key.Start - start).IsWhiteSpace())
            {
                throw Refusal(entry.Key, $"'{entry.Key.Text}' cannot be taken away here", "write it on a line of its own");
            }

            _edits.Add(new Edit(start, NextLine(End(entry)), ""));
        }
    }

    /// <summary>The new text.</summary>
    /// <exception cref="CtraceException">Data: the text is such that the changes would not come out right.</exception>
    public string Apply()
    {
        var old = YamlReader.Read(text, shown);
        var isEnded = text.EndsWith('\n') || text.Length == 0;
        var whole = isEnded ? text : text + _newLine;
        var result = new StringBuilder();
        var copied = 0;
        foreach (var edit in _edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.End).ThenByDescending(edit => edit.Depth))
        {
            if (edit.Start < copied)
            {
                throw NotWithoutChange();
            }

            result.Append(whole.AsSpan(copied, edit.Start - copied)).Append(edit.Text);
            copied = edit.End;
        }

        result.Append(whole.AsSpan(copied));
        result.Length -= isEnded ? 0 : _newLine.Length;
        var patched = result.ToString();
        return _meaning.Of(old) == new YamlMeaning(_isJson).Of(YamlReader.Read(patched, shown)) ? patched : throw NotWithoutChange();
    }

    private void Set(YamlNode mapping, YamlEntry entry, string key, YamlValue value)
    {
        var node = entry.Value;
        if (value.IsMap && !node.IsNull && node is not { IsFlow: true, Entries.IsEmpty: true })
        {
            Merge(node, value);
            return;
        }

        RefuseShared(node, allowAlias: true);
        if (value.Text is not null && node.Kind is YamlKind.Scalar or YamlKind.Alias)
        {
            SetScalar(mapping, node, key, value);
        }
        else if (value.Text is null && !value.IsMap && node.Kind == YamlKind.Sequence && node.Items.All(item => item.Kind == YamlKind.Scalar && item.Anchor is null))
        {
            SetItems(mapping, entry, key, [.. value.Items.Select(item => item.Text!)]);
        }
        else
        {
            Replace(mapping, entry, key, value);
        }
    }

    private void SetScalar(YamlNode mapping, YamlNode node, string key, YamlValue value)
    {
        _meaning.Expect(mapping, key, value);
        var written = YamlWriter.Scalar(value);
        if (node.Kind == YamlKind.Alias || node.Text != value.Text || node.IsPlain != (written == value.Text))
        {
            // Nothing stands right behind the colon.
            _edits.Add(new Edit(node.Start, node.End, node.Start == node.End ? $" {written}" : written));
        }
    }

    /// <summary>What is there and wanted stays where it is; the rest goes, and what is missing follows.</summary>
    private void SetItems(YamlNode mapping, YamlEntry entry, string key, IReadOnlyList<string> wanted)
    {
        var node = entry.Value;
        var kept = node.Items.Where(item => wanted.Contains(item.Text)).DistinctBy(item => item.Text).ToList();
        var added = wanted.Except(kept.Select(item => item.Text)).ToList();
        if (kept.Count == node.Items.Length && added.Count == 0)
        {
            return;
        }

        var items = YamlValue.List([.. kept.Select(item => item.Text), .. added]);
        items = _isJson ? items.Quoted() : items;
        if (node.IsFlow)
        {
            _meaning.Expect(mapping, key, items, kept);
            _edits.Add(new Edit(node.Start, node.End, $"[{string.Join(", ", [.. kept.Select(item => text[item.Start..item.End]), .. items.Items.Skip(kept.Count).Select(YamlWriter.Scalar)])}]"));
        }
        else if (wanted.Count == 0)
        {
            Replace(mapping, entry, key, items);
        }
        else
        {
            _meaning.Expect(mapping, key, items, kept);
            foreach (var item in node.Items.Except(kept))
            {
                _edits.Add(new Edit(LineStart(item.Start), NextLine(item.End), ""));
            }

            var end = NextLine(node.Items[^1].End);
            var dashes = new string(' ', node.Column);
            _edits.Add(new Edit(end, end, string.Concat(added.Select(item => $"{dashes}- {YamlWriter.Quote(item)}{_newLine}")), (node.Column * 2) + 1));
        }
    }

    private void Replace(YamlNode mapping, YamlEntry entry, string key, YamlValue value)
    {
        RefuseAnchors(entry.Value);
        _meaning.Expect(mapping, key, value);
        if (mapping.IsFlow)
        {
            _edits.Add(new Edit(entry.Key.Start, End(entry), YamlFlow.Entry(key, value)));
            return;
        }

        var lines = YamlWriter.Write(YamlValue.Map([(key, value)]), entry.Key.Column, _newLine);
        _edits.Add(new Edit(entry.Key.Start, End(entry), lines[entry.Key.Column..^_newLine.Length]));
    }

    private void Insert(YamlNode mapping, string key, YamlValue value)
    {
        if (value is { Text: null, IsMap: false, Items.IsEmpty: true })
        {
            return;
        }

        _meaning.Expect(mapping, key, value);
        if (mapping.IsFlow)
        {
            // In empty braces the first has no comma in front of it.
            var isFirst = mapping.Entries.IsEmpty && _filled.Add(mapping.Start);
            var behind = mapping.Entries.IsEmpty ? text.IndexOf('{', mapping.Start) + 1 : End(mapping.Entries[^1]);
            _edits.Add(new Edit(behind, behind, (isFirst ? "" : ", ") + YamlFlow.Entry(key, value)));
            return;
        }

        var at = NextLine(mapping.End);
        var column = mapping.Entries[0].Key.Column;
        _edits.Add(new Edit(at, at, YamlWriter.Write(YamlValue.Map([(key, value)]), column, _newLine), column * 2));
    }

    private static bool IsJson(string text) => text.AsSpan().TrimStart() is ['{', ..];

    private static int End(YamlEntry entry) => Math.Max(entry.Value.End, entry.Key.End);

    private int LineStart(int at) => text.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;

    // A block scalar ends where the next line begins.
    private int NextLine(int at) => at > 0 && text[at - 1] == '\n' ? at
        : text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length + _newLine.Length;

    /// <summary>What goes may hold what stands elsewhere too.</summary>
    private void RefuseAnchors(YamlNode gone)
    {
        foreach (var anchored in gone.All().Where(node => node.Anchor is not null))
        {
            RefuseShared(anchored);
        }
    }

    private void RefuseShared(YamlNode node, bool allowAlias = false)
    {
        if (node.Anchor is { } anchor)
        {
            throw Refusal(node, $"what has the anchor &{anchor} may stand elsewhere too, and would change there", "write it out where it is to differ");
        }

        if (node.Kind == YamlKind.Alias && !allowAlias)
        {
            throw Refusal(node, $"*{node.Text} stands for what is written elsewhere", "write it out here");
        }
    }

    /// <summary>A part of the text that is replaced. Of what is inserted at one place, the deepest comes first.</summary>
    private readonly record struct Edit(int Start, int End, string Text, int Depth = 0);

    private CtraceException NotWithoutChange() =>
        new(FailureKind.Data, $"{shown} cannot be edited without changing something else in it", "edit it by hand: without --patch the lines are printed");

    private CtraceException Refusal(YamlNode node, string what, string hint) => new(FailureKind.Data, $"{shown}:{node.Line}: {what}", hint);
}
