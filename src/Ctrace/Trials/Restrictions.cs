using System.Text;
using Ctrace.Core.Profiles.RunOptions;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Files;

namespace Ctrace.Trials;

/// <summary>What a trace restricts its container to, as options of <c>docker run</c>; the profile lies in a directory of ctrace's own.</summary>
internal sealed class Restrictions : IDisposable
{
    private readonly TemporaryDirectory _directory = TemporaryDirectory.Create("ctrace-verify-");

    /// <summary>Whether calls are allowed with recorded arguments alone.</summary>
    public bool Arguments { get; init; }

    /// <summary>Whether what follows from the recording is left out.</summary>
    public bool Exact { get; init; }

    private string Profile => Path.Combine(_directory.Path, "profile.json");

    /// <summary>Writes the profile of a trace, and gives the options.</summary>
    /// <param name="trace">What was recorded.</param>
    public IReadOnlyList<string> Of(Trace trace) => Of(trace, Exact ? Kin.None : Kin.All(trace));

    /// <summary>The same with other calls beside what was recorded.</summary>
    public IReadOnlyList<string> Of(Trace trace, Kin kin)
    {
        AtomicFile.Write(Profile, Encoding.UTF8.GetBytes(SeccompWriter.Write(ProfileBuilder.Build(trace, Arguments ? ArgumentRules.WhereContainersStart(trace) : ArgumentRules.None, kin))));
        return [.. DockerRunOptions.Words(trace, Profile)];
    }

    public void Dispose() => _directory.Dispose();
}
