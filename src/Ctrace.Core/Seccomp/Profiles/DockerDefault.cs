using System.Globalization;
using Ctrace.Core.Linux;

namespace Ctrace.Core.Seccomp.Profiles;

/// <summary>Docker's default profile (tables/docker-default.csv), as far as it concerns x86_64 and aarch64.</summary>
public static class DockerDefault
{
    private static readonly Lazy<SeccompProfile> Table = new(Read);

    /// <summary>The profile, with its conditions.</summary>
    public static SeccompProfile Profile => Table.Value;

    private static SeccompProfile Read()
    {
        var groups = new List<ArchitectureGroup>();
        var rules = new List<SeccompRule>();
        foreach (var row in EmbeddedTable.Rows("docker-default.csv"))
        {
            var names = row[4].Split(' ');
            if (row[0] == "architectures")
            {
                groups.Add(new ArchitectureGroup(names[0], [.. names[1..]], []));
                continue;
            }

            // A long rule has several rows.
            var rule = Rule(row) with { Names = [] };
            if (rules.Count > 0 && (rules[^1] with { Names = [] }).Equals(rule))
            {
                rules[^1] = rules[^1] with { Names = [.. rules[^1].Names, .. names] };
            }
            else
            {
                rules.Add(rule with { Names = [.. names] });
            }
        }

        return new SeccompProfile(SeccompAction.Errno, new SeccompErrno(Errno.EPERM), [.. rules]) { ArchitectureMap = [.. groups] };
    }

    // action: allow, or errno NUMBER; includes and excludes: KIND:WORD...; arguments: INDEX OPERATOR VALUE VALUE[;...]
    private static SeccompRule Rule(string[] row)
    {
        var (action, errno) = row[0].Split(' ') is ["errno", var number]
            ? (SeccompAction.Errno, new SeccompErrno(int.Parse(number, CultureInfo.InvariantCulture)))
            : (SeccompAction.Allow, default);
        return new SeccompRule([], action, errno)
        {
            Includes = Scope(row[1]),
            Excludes = Scope(row[2]),
            Arguments = [.. row[3].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Argument)],
        };
    }

    private static RuleScope Scope(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split(':', 2)).ToLookup(parts => parts[0], parts => parts[1]);
        return new RuleScope([.. words["arch"]], [.. words["cap"]], words["kernel"].Select(Version.Parse).FirstOrDefault());
    }

    private static SeccompArgument Argument(string text)
    {
        var words = text.Split(' ');
        return new SeccompArgument(
            int.Parse(words[0], CultureInfo.InvariantCulture), SeccompArgument.FindOperator($"SCMP_CMP_{words[1]}")!.Value,
            ulong.Parse(words[2], CultureInfo.InvariantCulture), ulong.Parse(words[3], CultureInfo.InvariantCulture));
    }
}
