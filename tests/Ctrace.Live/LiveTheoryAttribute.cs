using System.Runtime.CompilerServices;
using Xunit;

namespace Ctrace.Live;

/// <summary>A theory under the condition of <see cref="LiveFactAttribute"/>.</summary>
public sealed class LiveTheoryAttribute : TheoryAttribute
{
    public LiveTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Skip = LiveEngine.Missing;
        SkipType = typeof(LiveEngine);
        SkipUnless = nameof(LiveEngine.IsThere);
    }

    /// <summary>A kind of program that the kernel has to run, by its name in <c>ctrace doctor</c>.</summary>
    public string? Needs
    {
        get;
        set
        {
            field = value;
            if (LiveEngine.IsThere && ThisKernel.Lacks(value) is { } reason)
            {
                (Skip, SkipType, SkipUnless) = (reason, null, null);
            }
        }
    }
}
