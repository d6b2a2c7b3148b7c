using Ctrace.Tests.Files;

namespace Ctrace.Tests.Commands;

/// <summary>Tracefiles for the tests of <c>ctrace profile</c>, in a directory of their own.</summary>
internal static class ProfileSamples
{
    public const string Web = "ARCH\nx86_64\n\nCAPABILITIES\nchown\nnet_bind_service\n\nSYSCALLS\naccept4\nchown\nread\nwrite\n";

    public const string Late = Web + "\nFORMAT\n1\n\nFACTS\nscope partial\n";

    public const string Restricted = Web + "\nFORMAT\n1\n\nFACTS\nno-new-privileges true\nscope whole\nuser 33:33\n";

    public const string Bare = "ARCH\nx86_64\n\nCAPABILITIES\n\nSYSCALLS\nread\n";

    /// <summary>Writes all of them, each named as here, in lower case.</summary>
    public static void WriteTo(TemporaryDirectory directory)
    {
        File.WriteAllText(directory["web"], Web);
        File.WriteAllText(directory["late"], Late);
        File.WriteAllText(directory["restricted"], Restricted);
        File.WriteAllText(directory["bare"], Bare);
    }
}
