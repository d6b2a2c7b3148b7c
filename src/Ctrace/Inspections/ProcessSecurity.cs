using System.Collections.Immutable;
using System.Globalization;
using Ctrace.Core.Linux;

namespace Ctrace.Inspections;

/// <summary>What restricts a process, as the kernel tells it in /proc (proc(5), capabilities(7), user_namespaces(7)).</summary>
internal sealed record ProcessSecurity
{
    /// <summary>The kinds of capability sets, as they are shown: name, and field of /proc/PID/status.</summary>
    private static readonly (string Name, string Field)[] Sets =
        [("bounding", "CapBnd"), ("effective", "CapEff"), ("permitted", "CapPrm"), ("inheritable", "CapInh"), ("ambient", "CapAmb")];

    /// <summary>The process's id.</summary>
    public required int Process { get; init; }

    /// <summary>The name that it gives itself. Untrusted.</summary>
    public required string Name { get; init; }

    /// <summary>Capabilities by set, each by ascending number.</summary>
    public required ImmutableArray<(string Set, ImmutableArray<string> Names)> Capabilities { get; init; }

    /// <summary>Whether no_new_privs is set.</summary>
    public required bool NoNewPrivileges { get; init; }

    /// <summary>0 without seccomp, 1 strict, 2 with filters.</summary>
    public required int SeccompMode { get; init; }

    /// <summary>The AppArmor label with its mode, as the kernel has it; null without AppArmor. Untrusted.</summary>
    public string? AppArmor { get; init; }

    /// <summary>The SELinux context; null without SELinux. Untrusted.</summary>
    public string? Selinux { get; init; }

    /// <summary>Whether its user namespace is ctrace's own.</summary>
    public required bool SharesUserNamespace { get; init; }

    /// <summary>How its user ids are mapped: from, to in ctrace's own namespace, how many.</summary>
    public required ImmutableArray<(uint Inside, uint Outside, uint Count)> UserIds { get; init; }

    /// <summary>How its group ids are mapped.</summary>
    public required ImmutableArray<(uint Inside, uint Outside, uint Count)> GroupIds { get; init; }

    /// <summary>How many of its threads have another seccomp mode, or another number of filters, than its first.</summary>
    public required int DifferingThreads { get; init; }

    /// <summary>Puts together what the files of a process hold.</summary>
    /// <param name="process">Its id.</param>
    /// <param name="status">The lines of /proc/PID/status, by field.</param>
    internal static ProcessSecurity Of(int process, IReadOnlyDictionary<string, string> status) => new()
    {
        Process = process,
        Name = status.GetValueOrDefault("Name", "?"),
        Capabilities = [.. Sets.Select(set => (set.Name, Names(status.GetValueOrDefault(set.Field, "0"))))],
        NoNewPrivileges = status.GetValueOrDefault("NoNewPrivs") == "1",
        SeccompMode = int.TryParse(status.GetValueOrDefault("Seccomp"), NumberStyles.None, CultureInfo.InvariantCulture, out var mode) ? mode : 0,
        SharesUserNamespace = true,
        UserIds = [],
        GroupIds = [],
        DifferingThreads = 0,
    };

    /// <summary>The mapping in /proc/PID/uid_map: three numbers a line.</summary>
    internal static ImmutableArray<(uint Inside, uint Outside, uint Count)> Map(string text) =>
        [.. text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length == 3)
            .Select(words => (uint.Parse(words[0], CultureInfo.InvariantCulture), uint.Parse(words[1], CultureInfo.InvariantCulture), uint.Parse(words[2], CultureInfo.InvariantCulture)))];

    private static ImmutableArray<string> Names(string hexadecimal)
    {
        var bits = ulong.TryParse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : 0;
        return [.. Enumerable.Range(0, 64).Where(number => (bits >> number & 1) != 0).Select(number => Capability.Name(number) ?? $"capability_{number}")];
    }
}
