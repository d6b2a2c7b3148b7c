using Ctrace.Core;
using Ctrace.Core.Checks;
using Ctrace.Core.Linux;
using Ctrace.Core.Profiles;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Engines.Docker;
using Ctrace.Profiles;
using Ctrace.Views;

namespace Ctrace.Checks;

/// <summary>What a check forbids.</summary>
/// <param name="Capabilities">Capabilities, by name; null where there is no list of them.</param>
/// <param name="Rulings">What is said of calls; those that are not in it are allowed.</param>
/// <param name="Bounding">The capabilities for which a profile was read; null without one.</param>
internal sealed record CheckPolicy(
    IReadOnlySet<string>? Capabilities, IReadOnlyDictionary<(Architecture Architecture, int Number), CallRuling> Rulings, IReadOnlySet<string>? Bounding)
{
    /// <summary>Whether anything is forbidden.</summary>
    public bool Forbids => Capabilities is not null || Rulings.Count > 0;

    /// <summary>Puts together what was given; each can be left out.</summary>
    /// <param name="capabilities">A list of capabilities: <see cref="NameList"/>.</param>
    /// <param name="syscalls">A list of calls.</param>
    /// <param name="profile">A profile: its file, or the name of the engine's default.</param>
    /// <param name="watched">Whom the profile is for.</param>
    /// <param name="cancellation">Stops the questions to the engine.</param>
    /// <exception cref="CtraceException">Usage, Data, NoInput. Unavailable: the engine or its client does not answer.</exception>
    public static async Task<CheckPolicy> ReadAsync(string? capabilities, string? syscalls, string? profile, Watched watched, CancellationToken cancellation)
    {
        var against = profile is null ? null : SeccompInput.ReadNamed(profile);
        return Read(capabilities, syscalls, against, against is null ? ContainerCapabilities.Default : await CapabilitiesAsync(watched, cancellation));
    }

    /// <summary>The same of a profile that was read.</summary>
    /// <param name="capabilities">A list of capabilities: <see cref="NameList"/>.</param>
    /// <param name="syscalls">A list of calls.</param>
    /// <param name="against">A profile.</param>
    /// <param name="bounding">The capabilities of the container that the profile is for.</param>
    /// <exception cref="CtraceException">Usage, Data, NoInput.</exception>
    public static CheckPolicy Read(string? capabilities, string? syscalls, SeccompProfile? against, IReadOnlySet<string> bounding)
    {
        var native = NativeArchitecture.Current;
        var rulings = new Dictionary<(Architecture, int), CallRuling>();
        if (against is not null)
        {
            foreach (var (call, ruling) in ResolvedProfile.Of(against, new Circumstances(native, KernelRelease.CurrentVersion, bounding)).Judge())
            {
                rulings[call] = ruling;
            }
        }

        if (syscalls is not null)
        {
            // A name is meant in every numbering that a program can use on this machine.
            var names = NameList.Parse(syscalls, "syscall", Syscalls.All(native), name => Number(native, name));
            foreach (var architecture in native.Family)
            {
                foreach (var (number, _) in Syscalls.All(architecture).Where(call => names.Contains(call.Name)))
                {
                    rulings[(architecture, number)] = new CallRuling(CallVerdict.Forbidden, []);
                }
            }
        }

        var forbidden = capabilities is null ? null : NameList.Parse(capabilities, "capability", Capability.All, Capability.Number);
        return new CheckPolicy(forbidden, rulings, against is null ? null : bounding);
    }

    /// <summary>The capabilities that the container has, or will have; Docker's default ones for what is no container.</summary>
    private static async Task<IReadOnlySet<string>> CapabilitiesAsync(Watched watched, CancellationToken cancellation)
    {
        if (watched.Container is { } name)
        {
            using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
            var security = (await engine.InspectAsync(name, cancellation)).Security;
            return ContainerCapabilities.Of(security.CapAdd, security.CapDrop, security.Privileged);
        }

        if (DockerRunWords.Are(watched.Command))
        {
            var flags = await RunFlags.ReadAsync(DockerClient.FromEnvironment(), cancellation);
            var arguments = await RunArguments.ReadAsync(RunArguments.WithoutCommand(watched.Command), flags, cancellation);
            return ContainerCapabilities.Of(arguments.CapAdd, arguments.CapDrop, arguments.Privileged);
        }

        return ContainerCapabilities.Default;
    }

    private static int? Number(Architecture native, string name) => Syscalls.Number(native, name.ToLowerInvariant());
}
