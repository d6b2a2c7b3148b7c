using System.Reflection;

namespace Ctrace;

/// <summary>The version that <c>scripts/version</c> gave this program when it was built: <c>0.1.0-git.347+d9e1e0d9a128</c>.</summary>
internal static class ProgramVersion
{
    public static string Current { get; } = typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
