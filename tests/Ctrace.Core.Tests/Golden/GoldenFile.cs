using System.Runtime.CompilerServices;
using Xunit;

namespace Ctrace.Core.Tests.Golden;

/// <summary>
/// Holds an output against a file of this folder. CTRACE_REWRITE_GOLDEN=1 rewrites the files instead: look at the
/// difference before it is committed.
/// </summary>
internal static class GoldenFile
{
    public static void Check(string name, string actual)
    {
        var path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("CTRACE_REWRITE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder(), name));

    private static string Folder([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;
}
