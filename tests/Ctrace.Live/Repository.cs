namespace Ctrace.Live;

/// <summary>Where things are in the working tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The directory of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The built programs of tests/workloads.</summary>
    public static string Workloads { get; } = Path.Combine(Root, "tests/workloads/bin");

    /// <summary>The program under test: CTRACE, or the one that was built with the tests.</summary>
    public static string Ctrace { get; } = Environment.GetEnvironmentVariable("CTRACE") ?? Path.Combine(AppContext.BaseDirectory, "ctrace");

    private static string FindRoot()
    {
        for (var directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "ctrace.slnx")))
            {
                return directory;
            }
        }

        throw new InvalidOperationException($"there is no ctrace.slnx above {AppContext.BaseDirectory}");
    }
}
