using System.Runtime.CompilerServices;
using Xunit;

namespace Ctrace.Live;

/// <summary>A test that needs no engine, but a kernel that runs a kind of program. Skipped, and why is printed, where it does not.</summary>
public sealed class AbiFactAttribute : FactAttribute
{
    public AbiFactAttribute(string needs, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Needs = needs;
        Skip = ThisKernel.Lacks(needs);
    }

    /// <summary>Its name in <c>ctrace doctor</c>.</summary>
    public string Needs { get; }
}
