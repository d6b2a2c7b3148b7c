using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests;
using Ctrace.Core.Tests.Seccomp.Profiles;
using Ctrace.Profiles;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Tests.Profiles;

/// <summary>What the rules of any profile say of a call with its arguments, and what the filter that libseccomp makes of them does.</summary>
public sealed class ResolvedProfileAgreementTests
{
    private static readonly string[] Names = ["read", "write", "clone3", "socket"];

    private static readonly ulong[] Values = [0, 1, 2, 2114060288, uint.MaxValue, 1UL << 63, ulong.MaxValue];

    [Fact]
    public void ARuleAndItsFilterLetTheSameCallsThrough()
    {
        var compared = 0;
        Prop.ForAll(ArbitraryProfile.Any, Gen.ArrayOf(Gen.Elements(Values), 6).ToArbitrary(), (profile, arguments) =>
        {
            var resolved = ResolvedProfile.Of(Taken(profile), new Circumstances(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default));
            if (TryCompile(resolved) is not { } filter)
            {
                return true;
            }

            foreach (var name in Names)
            {
                if (MayRun(resolved, name, arguments) is { } expected)
                {
                    compared++;
                    var actual = Simulator.Run(filter, Data(name, arguments)).MayRun;
                    Assert.True(expected == actual, $"{name} {string.Join(' ', arguments)}: {expected}, filter {actual}\n{SeccompWriter.Write(profile)}");
                }
            }

            return true;
        }).Hold(1000);
        Assert.InRange(compared, 500, int.MaxValue);
    }

    /// <summary>The profile without what runtimes refuse whole: empty names, and architectures of another byte order.</summary>
    private static SeccompProfile Taken(SeccompProfile profile) => profile with
    {
        Architectures = [.. profile.Architectures.Where(name => name != "SCMP_ARCH_S390X")],
        ArchitectureMap = [.. profile.ArchitectureMap.Select(group => group with { Others = [.. group.Others.Where(other => other != "SCMP_ARCH_S390X")] })],
        Rules = [.. profile.Rules.Select(rule => rule with { Names = [.. rule.Names.Where(name => name.Length > 0)] })],
    };

    /// <summary>
    /// Null where the answer depends on which of several rules that hold libseccomp looks at first, on runc's own stub, or on
    /// which libseccomp it is: 2.5.4 loses one of two alternatives that order an argument, x &gt;= 4294967295 or x &lt; 2^63.
    /// </summary>
    private static bool? MayRun(ResolvedProfile profile, string name, ulong[] arguments)
    {
        var rules = profile.RulesFor(name).ToList();
        if (rules.FirstOrDefault(rule => rule.Arguments.IsEmpty) is { } always)
        {
            return always.Return.MayRun;
        }

        var holding = rules.Where(rule => rule.Arguments.All(argument => argument.Condition.Holds(arguments[argument.Index]))).Select(rule => rule.Return.MayRun).Distinct().ToList();
        if (rules.Count(rule => rule.Arguments.Any(Orders)) > 1)
        {
            return null;
        }

        return holding switch
        {
            [] when profile.Default.Action == SeccompAction.Notify => null,
            [] => profile.Default.MayRun,
            [var one] => one,
            _ => null,
        };
    }

    private static bool Orders(SeccompArgument argument) => argument.Operator is not (SeccompOperator.Equal or SeccompOperator.MaskedEqual);

    // Two answers to the same condition, or two conditions that libseccomp cannot put into one filter.
    private static SeccompFilter? TryCompile(ResolvedProfile profile)
    {
        try
        {
            return FilterCompiler.Compile(profile);
        }
        catch (CtraceException refused) when (refused.Kind == FailureKind.Data)
        {
            return null;
        }
    }

    private static SeccompData Data(string name, ulong[] arguments)
    {
        var six = default(SeccompData.Six);
        for (var at = 0; at < arguments.Length; at++)
        {
            six[at] = arguments[at];
        }

        return new SeccompData(Syscalls.Number(Architecture.X86_64, name)!.Value, Architecture.X86_64.Audit, 0, six);
    }
}
