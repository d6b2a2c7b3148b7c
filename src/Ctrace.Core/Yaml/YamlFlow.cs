namespace Ctrace.Core.Yaml;

/// <summary>Writes values on one line, in braces and brackets (YAML 1.2.2, 7.4).</summary>
internal static class YamlFlow
{
    /// <summary>A value; a map's keys and texts are in quotes where it is to be JSON.</summary>
    public static string Write(YamlValue value) => value.Text is not null ? YamlWriter.Scalar(value)
        : value.IsMap ? $"{{{string.Join(", ", value.Entries.Select(entry => Entry(entry.Key, entry.Value)))}}}"
        : $"[{string.Join(", ", value.Items.Select(Write))}]";

    /// <summary>A key and its value.</summary>
    public static string Entry(string key, YamlValue value) =>
        $"{YamlWriter.Scalar(value.IsQuoted ? YamlValue.Of(key).Quoted() : YamlValue.Of(key))}: {Write(value)}";
}
