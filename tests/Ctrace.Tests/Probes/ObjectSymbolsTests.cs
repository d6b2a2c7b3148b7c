using System.Buffers.Binary;
using System.Text;
using Ctrace.Probes;
using Xunit;

namespace Ctrace.Tests.Probes;

/// <summary>
/// The objects are whole: what a compiler leaves to a library (clang 14 makes calls of some built-in functions, such as memcmp)
/// is in none, and the kernel then refuses them.
/// </summary>
public sealed class ObjectSymbolsTests
{
    public static TheoryData<string> Objects => [.. typeof(TraceProbe).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".o", StringComparison.Ordinal) && name.Contains(".bpf.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Objects))]
    public void NothingIsLeftToOthers(string name) => Assert.Empty(Undefined(name));

    [Fact]
    public void AllOfThemAreThere() => Assert.Equal(10, Objects.Count);

    /// <summary>Symbols without a section (elf(5): SHN_UNDEF) that have a name.</summary>
    private static List<string> Undefined(string resource)
    {
        const int Symbols = 2; // SHT_SYMTAB
        var sections = ObjectSection.Of(resource);
        var undefined = new List<string>();
        foreach (var section in sections.Where(section => section.Type == Symbols))
        {
            var names = sections[section.Link].Content.Span;
            for (var symbols = section.Content.Span; symbols.Length >= 24; symbols = symbols[24..])
            {
                var at = BinaryPrimitives.ReadInt32LittleEndian(symbols);
                if (at != 0 && BinaryPrimitives.ReadInt16LittleEndian(symbols[6..]) == 0)
                {
                    undefined.Add(Encoding.ASCII.GetString(names[at..(at + names[at..].IndexOf((byte)0))]));
                }
            }
        }

        return undefined;
    }
}
