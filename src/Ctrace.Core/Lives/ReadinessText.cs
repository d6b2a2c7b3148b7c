using System.Text;

namespace Ctrace.Core.Lives;

/// <summary>The answer for a terminal.</summary>
internal static class ReadinessText
{
    /// <summary>Lines, each with its end.</summary>
    public static string Write(Readiness readiness)
    {
        ArgumentNullException.ThrowIfNull(readiness);
        var text = new StringBuilder(readiness.IsReady ? "ready\n" : "not ready\n");
        foreach (var reason in readiness.Reasons)
        {
            text.Append("  ").Append(reason).Append('\n');
        }

        text.Append(LifeText.Seen(readiness.Life)).Append('\n');
        foreach (var later in readiness.Later)
        {
            text.Append("needed later, maybe: ").Append(Printable.Escape(later.ToString())).Append('\n');
        }

        if (!readiness.IsReady)
        {
            text.Append("to do: ").Append(readiness.ToDo).Append('\n');
        }

        return text.ToString();
    }
}
