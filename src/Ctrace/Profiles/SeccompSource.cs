using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Profiles;

/// <summary>What a file that the user named restricts calls by: a profile, or a filter as the kernel runs it. One of the two is null.</summary>
/// <param name="Document">The profile.</param>
/// <param name="Filter">The filter.</param>
internal sealed record SeccompSource(SeccompDocument? Document, SeccompFilter? Filter)
{
    /// <summary>The filter that the kernel runs.</summary>
    /// <exception cref="Core.CtraceException">As <see cref="FilterCompiler.Compile"/>.</exception>
    public SeccompFilter Compile(Circumstances circumstances) => Filter ?? FilterCompiler.Compile(ResolvedProfile.Of(Document!.Profile, circumstances));
}
