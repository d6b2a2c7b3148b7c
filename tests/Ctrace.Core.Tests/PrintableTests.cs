using System.Globalization;
using System.Text;
using System.Text.Json;
using Ctrace.Core.Yaml;
using Xunit;

namespace Ctrace.Core.Tests;

public sealed class PrintableTests
{
    /// <summary>
    /// DerivedCoreProperties.txt of Unicode 16, Default_Ignorable_Code_Point: first, last. What a terminal shows of these is nothing.
    /// </summary>
    private static readonly (int First, int Last)[] Ignorable =
    [
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E),
        (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    /// <summary>Everything that is not seen, of all that Unicode has.</summary>
    public static IEnumerable<Rune> Unseen => Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value))
        .Where(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            || Ignorable.Any(range => rune.Value >= range.First && rune.Value <= range.Last));

    [Fact]
    public void WhatIsNotSeenIsEscaped()
    {
        foreach (var rune in Unseen)
        {
            Assert.Equal($"a\\u{{{rune.Value:x}}}b", Printable.Escape($"a{rune}b"));
        }
    }

    [Theory]
    [InlineData("nginx:1.25 größer 日本語 (x) 🚀 é — Ω \\u{41}")]
    [InlineData("नमस्ते e\u0301")] // marks that belong to letters
    [InlineData("")]
    public void WhatIsSeenStays(string text) => Assert.Same(text, Printable.Escape(text));

    [Theory]
    [InlineData("a\u00A0b", @"a\u{a0}b")] // blanks that look like a space, and are none
    [InlineData("a\u3000b", @"a\u{3000}b")]
    [InlineData("a\u2800b", @"a\u{2800}b")]
    [InlineData("a\uE000b", @"a\u{e000}b")]
    [InlineData("\U000E0041\U000E0042", @"\u{e0041}\u{e0042}")]
    public void WhatLooksLikeSomethingElseIsEscaped(string text, string expected) => Assert.Equal(expected, Printable.Escape(text));

    [Fact]
    public void HalfACharacterIsEscaped() => Assert.Equal(@"\u{d800}x\u{dc80}", Printable.Escape("\uD800x\uDC80"));

    [Fact]
    public void InJsonTheMeaningStays()
    {
        foreach (var rune in Unseen.Where(rune => rune.Value > 0x9F))
        {
            var json = Printable.EscapeJson($"{{\n  \"a\": \"x{rune}ü\"\n}}");
            Assert.DoesNotContain(rune.ToString(), json, StringComparison.Ordinal);
            using var document = JsonDocument.Parse(json);
            Assert.Equal($"x{rune}ü", document.RootElement.GetProperty("a").GetString());
        }
    }

    [Fact]
    public void InYamlTheMeaningStays()
    {
        foreach (var rune in Unseen.Where(rune => rune.Value > 0))
        {
            var yaml = YamlWriter.Quote($"x{rune} ü");
            Assert.DoesNotContain(rune.ToString(), yaml, StringComparison.Ordinal);
        }

        Assert.Equal(@"""x\u200b \U000e0041 ü""", YamlWriter.Quote("x\u200B \U000E0041 ü"));
        var all = string.Concat(Unseen.Where(rune => rune.Value > 0 && rune.Value < 0xFF00));
        Assert.Equal(all, YamlReader.Read($"a: {YamlWriter.Quote(all)}", "x")[0]["a"]!.Text);
    }
}
