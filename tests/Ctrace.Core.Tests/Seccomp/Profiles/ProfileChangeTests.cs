using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

public sealed class ProfileChangeTests
{
    private static readonly string[] Names = ["read", "clone3", "no_such_call"];

    private static readonly FilterReturn[] Answers = [new(SeccompAction.Errno, 13), new(SeccompAction.KillProcess), new(SeccompAction.Trap)];

    [Fact]
    public void WhatIsAllowedIsAllowedInAnyContainer() => Prop.ForAll(ArbitraryProfile.Any, profile =>
        Names.All(name => Resolve(ProfileChange.Allow(profile, Names)).Access(name) == CallAccess.Allowed)).Hold();

    [Fact]
    public void WhatIsDeniedIsRefusedInAnyContainer() => Prop.ForAll(ArbitraryProfile.Any, profile =>
        Names.All(name => Resolve(ProfileChange.Deny(profile, Names, null)).Access(name) == CallAccess.Refused)).Hold();

    [Fact]
    public void WhatIsDeniedIsAnsweredAsAsked() => Prop.ForAll(ArbitraryProfile.Any, Gen.Elements(Answers).ToArbitrary(), (profile, answer) =>
    {
        var resolved = Resolve(ProfileChange.Deny(profile, Names, answer));
        return Names.All(name => (resolved.RulesFor(name).ToList() is [var rule] ? rule.Return : resolved.RulesFor(name).Any() ? default : resolved.Default) == answer);
    }).Hold();

    [Fact]
    public void AllElseStays() => Prop.ForAll(ArbitraryProfile.Any, profile =>
    {
        var changed = ProfileChange.Deny(ProfileChange.Allow(profile, ["read"]), ["clone3"], null);
        return Without(profile).SequenceEqual(Without(changed)) && changed with { Rules = [] } == profile with { Rules = [] };
    }).Hold();

    [Fact]
    public void AllowingTwiceIsAllowingOnce() => Prop.ForAll(ArbitraryProfile.Any, profile =>
        ProfileChange.Allow(profile, Names) is var once && ProfileChange.Allow(once, Names).Equals(once)).Hold();

    [Fact]
    public void ArchitecturesGoWhereTheProfileHasThem()
    {
        Assert.Equal(["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"], ProfileChange.WithArchitectures(
            ProfileBuilder.DenyAll([Architecture.X86_64]), "SCMP_ARCH_X86_64", ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"]).Architectures);
        var mapped = ProfileChange.WithArchitectures(
            DockerDefault.Profile with { ArchitectureMap = [new("SCMP_ARCH_X86_64", [], []), new("SCMP_ARCH_AARCH64", [], [])] },
            "SCMP_ARCH_X86_64", ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"]);
        Assert.Equal(["SCMP_ARCH_X86"], mapped.ArchitectureMap[0].Others);
        Assert.Empty(mapped.ArchitectureMap[1].Others);
    }

    private static List<(SeccompAction, string)> Without(SeccompProfile profile) =>
        [.. profile.Rules.SelectMany(rule => rule.Names.Select(name => (rule.Action, name))).Where(entry => entry.name is not ("read" or "clone3"))];

    // Whichever container: one that has every capability, and rules for others are still there.
    private static ResolvedProfile Resolve(SeccompProfile profile) =>
        ResolvedProfile.Of(profile, new Circumstances(Architecture.X86_64, new Version(6, 1), ContainerCapabilities.Default));
}
