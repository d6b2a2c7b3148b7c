using Ctrace.Core.Decoding;
using Ctrace.Core.Decoding.Filters;

namespace Ctrace.Views;

/// <summary>How syscalls are shown.</summary>
/// <param name="Filter">The calls that are shown.</param>
/// <param name="Format">How a line is printed.</param>
/// <param name="Lines">A line a call.</param>
/// <param name="Totals">A table at the end.</param>
/// <param name="Json">One object a line.</param>
/// <param name="BufferMebibytes">The ring's size: a power of two.</param>
internal sealed record CallViewOptions(CallFilter Filter, FormatOptions Format, bool Lines, bool Totals, bool Json, int BufferMebibytes)
{
    /// <summary>The time in front of each line of text.</summary>
    public CallClock? Clock { get; init; }

    /// <summary>The stacks of the calling thread behind each call.</summary>
    public bool Stacks { get; init; }
}
