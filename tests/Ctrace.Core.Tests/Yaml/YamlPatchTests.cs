using Ctrace.Core.Profiles.Compose;
using Ctrace.Core.Profiles.Kubernetes;
using Ctrace.Core.Tests.Golden;
using Ctrace.Core.Tests.Traces;
using Ctrace.Core.Traces;
using Ctrace.Core.Yaml;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Yaml;

/// <summary>Files that somebody damaged: each is edited rightly or refused with a reason, and nothing else happens.</summary>
public sealed class YamlPatchTests
{
    private const int Tries = 2000;

    // What YAML gives a meaning to, and what it does not.
    private const string Characters = "\n\n  \t-:,[]{}&*!|>'\"%@`#?~<ab\r\u0085\ufeff\u2028\0.0";

    private static readonly Trace Used = TraceExamples.Of("read").WithCapabilities("chown").With(Fact.NoNewPrivileges, "true");

    [Theory]
    [InlineData("plain")]
    [InlineData("lists")]
    [InlineData("flow")]
    [InlineData("merged")]
    [InlineData("crlf")]
    [InlineData("no-final-newline")]
    public void ADamagedComposeFileIsEditedOrRefused(string name) =>
        Check(GoldenFile.Read($"Compose/{name}.in.yml"), text => ComposeFile.Patch(text, "c", "web", Used, "web.json"));

    [Theory]
    [InlineData("deployment")]
    [InlineData("pod")]
    [InlineData("cronjob")]
    [InlineData("list")]
    [InlineData("annotations")]
    public void ADamagedManifestIsEditedOrRefused(string name) =>
        Check(GoldenFile.Read($"Kubernetes/{name}.in.yml"), text => Manifest.Patch(text, "m", null, "web", Used, "web.json"));

    [Fact]
    public void WhatIsNotChangedStays()
    {
        const string Text = "a: 1 # one\nb:\n- x\n";
        var patch = new YamlPatch(Text, "test");
        patch.Merge(YamlReader.Read(Text, "test")[0], YamlValue.Map([("a", YamlValue.Word("1")), ("b", YamlValue.List(["x"]))]));
        Assert.Equal(Text, patch.Apply());
    }

    private static void Check(string text, Func<string, string> patch)
    {
        var damage = from at in Gen.Choose(0, text.Length - 1)
                     from kind in Gen.Choose(0, 3)
                     from character in Gen.Elements<char>(Characters.ToCharArray())
                     select (at, kind, character);
        var damaged = damage.ListOf().Select(places => places.Take(4).Aggregate(text, (sum, place) => Damage(sum, place.at, place.kind, place.character)));
        Prop.ForAll(damaged.ToArbitrary(), (Func<string, bool>)(input =>
        {
            try
            {
                // Edited once, there is nothing left to edit.
                var once = patch(input);
                return patch(once) == once;
            }
            catch (CtraceException refusal)
            {
                return refusal.Kind == FailureKind.Data;
            }
        })).Hold(Tries);
    }

    /// <summary>Takes a character away, replaces it, or inserts one.</summary>
    private static string Damage(string text, int at, int kind, char character)
    {
        at = Math.Min(at, text.Length);
        var rest = kind is 0 or 1 ? Math.Min(at + 1, text.Length) : at;
        return $"{text[..at]}{(kind == 0 ? "" : character)}{text[rest..]}";
    }
}
