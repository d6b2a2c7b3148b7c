using Ctrace.Core.Tracefiles;
using Ctrace.Tests.Fuzz;

namespace Ctrace.Fuzz;

/// <summary>A target with a bug some steps behind its seed, by which a run proves that it would find one.</summary>
internal static class PlantedBug
{
    public static FuzzTarget Target { get; } = new("planted bug", FuzzTarget.Texts("ARCH\nx86_64\nCAPABILITIES\nmknod\nSYSCALLS\n"), [], Read, 1);

    private static string Read(byte[] bytes) => TracefileReader.Read(bytes, "t").Capabilities.Keys.Contains("mknod")
        ? "as it was"
        : throw new InvalidOperationException("found");
}
