using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Profiles.Seccomp;

/// <summary>Docker's default profile (tables/docker-default.csv).</summary>
public static class DockerDefault
{
    private const int ENOSYS = 38;

    /// <summary>The profile, for the architectures that ctrace knows.</summary>
    public static EngineProfile Profile { get; } = new(Allows: false, [.. Architecture.All], [.. EmbeddedTable.Rows("docker-default.csv").Select(Rule)]);

    private static ConditionalRule Rule(string[] row)
    {
        // when: KEYWORD [WORD...]; arguments: [ARGUMENT OPERATOR VALUE [VALUE]]; names: NAME...
        string[] when = row[0].Split(' '), rest = when[1..];
        var (includes, excludes) = when[0] switch
        {
            "kernel" => (RuleScope.Empty with { Kernel = Version.Parse(rest[0]) }, RuleScope.Empty),
            "architecture" => (RuleScope.Empty with { Architectures = [.. rest] }, RuleScope.Empty),
            "capability" => (RuleScope.Empty with { Capabilities = [.. rest] }, RuleScope.Empty),
            "without" or "enosys-without" => (RuleScope.Empty, RuleScope.Empty with { Capabilities = [.. rest] }),
            _ => (RuleScope.Empty, RuleScope.Empty),
        };
        var disguises = when[0] == "enosys-without";
        return new ConditionalRule([.. row[2].Split(' ')], !disguises, disguises ? ENOSYS : null, Conditions(row[1]), includes, excludes);
    }

    private static ImmutableArray<ArgumentCondition> Conditions(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        var words = text.Split(' ');
        var values = words[2..].Select(word => ulong.Parse(word, CultureInfo.InvariantCulture)).Append(0UL).ToList();
        return [ArgumentCondition.From(int.Parse(words[0], CultureInfo.InvariantCulture), words[1], values[0], values[1])!.Value];
    }
}
