using System.Globalization;

namespace Ctrace.Probes;

/// <summary>A process as proc_pid_stat(5) shows it.</summary>
internal static class TargetProcess
{
    /// <summary>Whether any of its threads runs. One that nobody waited for has ended, though its directory is there.</summary>
    public static bool Lives(int process)
    {
        try
        {
            // pid (name) state ppid ...: the name may hold anything, state is the third field and the number of threads the 20th.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is not ("Z" or "X") || int.Parse(fields[17], CultureInfo.InvariantCulture) > 1;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
