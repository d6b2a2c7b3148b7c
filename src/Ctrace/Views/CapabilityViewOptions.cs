namespace Ctrace.Views;

/// <summary>How capability checks are shown.</summary>
/// <param name="Unaudited">Also what the kernel asks without an audit record, and of borrowed credentials.</param>
/// <param name="SummaryOnly">Nothing until the end, then who asked for what how often.</param>
/// <param name="Json">One object a line.</param>
/// <param name="Columns">What a line of text has.</param>
/// <param name="BufferMebibytes">The ring's size: a power of two.</param>
internal sealed record CapabilityViewOptions(
    bool Unaudited, bool SummaryOnly, bool Json, IReadOnlyList<CapabilityColumn> Columns, int BufferMebibytes);
