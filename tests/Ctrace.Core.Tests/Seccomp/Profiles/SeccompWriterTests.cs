using System.Text;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Profiles;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

public sealed class SeccompWriterTests
{
    [Fact]
    public void WhatIsWrittenReadsTheSame() => Prop.ForAll(ArbitraryProfile.Any, profile => Back(profile).Equals(profile)).Hold();

    [Fact]
    public void DockersDefaultReadsTheSame() => Assert.Equal(DockerDefault.Profile, Back(DockerDefault.Profile));

    /// <summary>A container's own profile is what is left of the general one: resolving that again changes nothing.</summary>
    [Fact]
    public void ResolvingTwiceIsResolvingOnce() => Prop.ForAll(ArbitraryProfile.Any, profile =>
    {
        var once = ResolvedProfile.Of(profile, Ordinary);
        var again = ResolvedProfile.Of(
            new SeccompProfile(profile.DefaultAction, profile.DefaultErrno,
                [.. once.Rules.Select(rule => new SeccompRule([rule.Name], rule.Return.Action, new SeccompErrno(rule.Return.Data)) { Arguments = rule.Arguments })])
            { Architectures = [.. once.Architectures.Select(architecture => architecture.Seccomp)] },
            Ordinary);
        return once.Rules.SequenceEqual(again.Rules) && once.Architectures.SequenceEqual(again.Architectures) && once.Default == again.Default;
    }).Hold();

    /// <summary>Each rule that is left has one of the profile's names and its return, and no two conditions on one argument.</summary>
    [Fact]
    public void ResolvedRulesComeFromRulesThatApply() => Prop.ForAll(ArbitraryProfile.Any, profile =>
        ResolvedProfile.Of(profile, Ordinary).Rules.All(resolved =>
            resolved.Return != profile.Default
            && resolved.Arguments.Select(argument => argument.Index).Distinct().Count() == resolved.Arguments.Length
            && profile.Rules.Any(rule => rule.Applies(Ordinary) && rule.Return == resolved.Return && rule.Names.Contains(resolved.Name)
                && resolved.Arguments.All(rule.Arguments.Contains)))).Hold();

    private static Circumstances Ordinary { get; } = new(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default);

    private static SeccompProfile Back(SeccompProfile profile) => SeccompReader.Read(Encoding.UTF8.GetBytes(SeccompWriter.Write(profile)), "p").Profile;
}
