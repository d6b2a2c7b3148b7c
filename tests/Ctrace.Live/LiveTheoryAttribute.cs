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
}
