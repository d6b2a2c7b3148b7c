namespace Ctrace.Core.Yaml;

/// <summary>What a node of a YAML document is (YAML 1.2.2, 3.2.1.1), an alias standing for another.</summary>
public enum YamlKind
{
    /// <summary>Text.</summary>
    Scalar,

    /// <summary>Keys and values.</summary>
    Mapping,

    /// <summary>Values.</summary>
    Sequence,

    /// <summary>A reference to a node that has an anchor.</summary>
    Alias,
}
