using System.Text.RegularExpressions;
using Ctrace.Core;
using Ctrace.Core.Checks;
using Ctrace.Core.Linux;
using Ctrace.Core.Profiles.Seccomp;

namespace Ctrace.Views;

/// <summary>What a check forbids.</summary>
/// <param name="Capabilities">Capabilities, by name; null where there is no list of them.</param>
/// <param name="Rulings">What is said of calls; those that are not in it are allowed.</param>
internal sealed partial record CheckPolicy(
    IReadOnlySet<string>? Capabilities, IReadOnlyDictionary<(Architecture Architecture, int Number), CallRuling> Rulings)
{
    /// <summary>The name by which a user asks for Docker's default profile.</summary>
    public const string DockerDefaultName = "docker-default";

    /// <summary>Puts together what was given; each can be left out.</summary>
    /// <param name="capabilities">A list of capabilities: <see cref="NameRanges"/>.</param>
    /// <param name="syscalls">A list of calls.</param>
    /// <param name="against">A profile's file, or <see cref="DockerDefaultName"/>.</param>
    /// <exception cref="CtraceException">Usage, Data, NoInput.</exception>
    public static CheckPolicy Read(string? capabilities, string? syscalls, string? against)
    {
        var native = NativeArchitecture.Current;
        var rulings = new Dictionary<(Architecture, int), CallRuling>();
        if (against is not null)
        {
            var circumstances = new Circumstances(native, KernelVersion(KernelRelease.Current), Circumstances.DockerCapabilities);
            foreach (var (call, ruling) in Profile(against).Judge(circumstances))
            {
                rulings[call] = ruling;
            }
        }

        if (syscalls is not null)
        {
            // A name is meant in every numbering that a program can use on this machine.
            var names = NameRanges.Parse(syscalls, "syscall", Syscalls.All(native), name => Number(native, name));
            foreach (var architecture in native.Family)
            {
                foreach (var (number, _) in Syscalls.All(architecture).Where(call => names.Contains(call.Name)))
                {
                    rulings[(architecture, number)] = new CallRuling(CallVerdict.Forbidden, []);
                }
            }
        }

        var forbidden = capabilities is null ? null : NameRanges.Parse(capabilities, "capability", Capability.All, Capability.Number);
        return new CheckPolicy(forbidden, rulings);
    }

    /// <summary>The first two numbers of a release: <c>6.18.44-fc</c> is 6.18.</summary>
    internal static Version KernelVersion(string release) =>
        Release().Match(release) is { Success: true } match ? new Version(int.Parse(match.Groups[1].Value), int.Parse(match.Groups[2].Value)) : new Version(0, 0);

    private static int? Number(Architecture native, string name) => Syscalls.Number(native, name.ToLowerInvariant());

    private static EngineProfile Profile(string against)
    {
        if (against == DockerDefaultName)
        {
            return DockerDefault.Profile;
        }

        try
        {
            return EngineProfileReader.Read(File.ReadAllBytes(against), against);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CtraceException(FailureKind.NoInput, $"cannot read {against}: {failure.Message.TrimEnd('.')}", $"give a profile's file, or {DockerDefaultName}", failure);
        }
    }

    [GeneratedRegex("^([0-9]{1,5})\\.([0-9]{1,5})")]
    private static partial Regex Release();
}
