using Ctrace.Core.Linux;

namespace Ctrace.Core.Checks;

/// <summary>One forbidden thing that was seen, as reports for CI systems tell it.</summary>
/// <param name="Rule">What kind: <c>forbidden-capability</c> or <c>forbidden-syscall</c>.</param>
/// <param name="Exe">The executable, its container in front, unprintable characters escaped.</param>
/// <param name="Name">The capability or the call.</param>
/// <param name="Message">A sentence.</param>
internal sealed record Violation(string Rule, string Exe, string Name, string Message)
{
    /// <summary>The rules, with what each means.</summary>
    public static IReadOnlyList<(string Id, string Meaning)> Rules { get; } =
    [
        ("forbidden-capability", "A program used a capability that it would not have."),
        ("forbidden-syscall", "A program made a system call that would be refused."),
    ];

    /// <summary>All of a result, in its order.</summary>
    public static IReadOnlyList<Violation> Of(CheckResult result, Architecture native)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            .. result.ForbiddenCapabilities.Select(use => Create(Rules[0].Id, use.Exe, $"CAP_{use.Capability.ToUpperInvariant()}", "used", use.Granted)),
            .. result.Forbidden.Select(call => Create(Rules[1].Id, call.Exe, CheckText.Call(call.Syscall, native), "called", call.Count)),
        ];
    }

    private static Violation Create(string rule, Executable of, string name, string verb, ulong count)
    {
        var exe = of.ToString();
        return new Violation(rule, exe, name, $"{exe} {verb} {name} {count} time{(count == 1 ? "" : "s")}");
    }
}
