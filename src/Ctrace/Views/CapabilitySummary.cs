using System.Globalization;
using Ctrace.Core;
using Ctrace.Core.Checks;
using Ctrace.Probes;

namespace Ctrace.Views;

/// <summary>Who asked for what how often, by executable and capability.</summary>
internal sealed class CapabilitySummary
{
    private readonly Dictionary<(string Exe, string Capability), (ulong Granted, ulong Denied)> _counts = [];

    /// <summary>Counts an event.</summary>
    public void Add(CapabilityEvent check)
    {
        var key = (CapabilityColumn.Exe(check), CapabilityColumn.Capability(check));
        var (granted, denied) = _counts.GetValueOrDefault(key);
        _counts[key] = check.Granted ? (granted + 1, denied) : (granted, denied + 1);
    }

    /// <summary>All rows, sorted by executable, then capability.</summary>
    public IReadOnlyList<CapabilityUse> Rows() =>
    [
        .. _counts
            .Select(count => new CapabilityUse(new Executable(count.Key.Exe), count.Key.Capability, count.Value.Granted, count.Value.Denied))
            .OrderBy(use => use.Exe).ThenBy(use => use.Capability, StringComparer.Ordinal),
    ];

    /// <summary>The rows as text, under a heading.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<CapabilityUse> rows)
    {
        var width = Math.Max("capability".Length, rows.Select(use => use.Capability.Length + "CAP_".Length).DefaultIfEmpty().Max());
        yield return $"{"granted",9} {"denied",9}  {"capability".PadRight(width)}  executable";
        foreach (var use in rows)
        {
            var capability = $"CAP_{use.Capability.ToUpperInvariant()}".PadRight(width);
            yield return string.Create(CultureInfo.InvariantCulture, $"{use.Granted,9} {use.Denied,9}  {capability}  {Printable.Escape(use.Exe.Path)}");
        }
    }
}
