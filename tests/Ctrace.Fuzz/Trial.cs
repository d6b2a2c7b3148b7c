using Ctrace.Tests.Fuzz;

namespace Ctrace.Fuzz;

/// <summary>Single inputs, to see what is wrong with them.</summary>
internal static class Trial
{
    /// <summary>Reads files, and says of each what came of it.</summary>
    /// <returns>Whether one breaks the target, as an exit code.</returns>
    public static int Run(FuzzTarget target, IEnumerable<string> files)
    {
        var broken = 0;
        foreach (var file in files)
        {
            var said = "";
            // As in FuzzRun: a thread can be left behind, and its stack is that of a main thread.
            var thread = new Thread(() => said = Read(target, File.ReadAllBytes(file)), 8 << 20) { IsBackground = true };
            thread.Start();
            if (!thread.Join(FuzzTarget.Hang))
            {
                said = $"broken: not done after {FuzzTarget.Hang.TotalSeconds} s";
            }

            Console.WriteLine($"{file}: {said}");
            broken = said.StartsWith("broken", StringComparison.Ordinal) ? 1 : broken;
        }

        return broken;
    }

    private static string Read(FuzzTarget target, byte[] input)
    {
        try
        {
            return $"read: {target.Judge(input)}";
        }
        catch (Exception failure)
        {
            return $"broken: {failure}";
        }
    }
}
