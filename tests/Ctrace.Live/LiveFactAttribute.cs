using System.Runtime.CompilerServices;
using Xunit;

namespace Ctrace.Live;

/// <summary>A test that needs root and an engine that it may stop. Skipped, and why is printed, where <c>./build live</c> gave none.</summary>
public sealed class LiveFactAttribute : FactAttribute
{
    public LiveFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
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
