namespace Ctrace.Core.Decoding;

/// <summary>What stands before a line when several processes are traced.</summary>
public static class LinePrefix
{
    /// <summary><c>[pid     7] </c>, as wide as strace has it.</summary>
    public static string Pid(int pid) => $"[pid {pid,5}] ";
}
