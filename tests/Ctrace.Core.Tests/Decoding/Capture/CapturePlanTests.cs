using System.Runtime.InteropServices;
using Ctrace.Core.Decoding;
using Ctrace.Core.Decoding.Capture;
using Ctrace.Core.Linux;
using Ctrace.Core.Tests.Golden;
using Xunit;
using Architecture = Ctrace.Core.Linux.Architecture;

namespace Ctrace.Core.Tests.Decoding.Capture;

public sealed class CapturePlanTests
{
    public static TheoryData<string> Architectures => [.. Architecture.All.Select(architecture => architecture.Name)];

    private static CaptureStep[] Plan(string name, int stringLimit = 32) =>
        [.. CapturePlan.Of(Architecture.X86_64, Syscalls.Number(Architecture.X86_64, name)!.Value, stringLimit)];

    [Fact]
    public void APathIsCopiedWholeAtTheEntry() =>
        Assert.Equal([new CaptureStep(1, CapturePhase.Enter, CaptureKind.String, CaptureStep.NoOther, 0, 4096)], Plan("openat"));

    [Fact]
    public void WhatIsReadIsCopiedAtTheExit() =>
        Assert.Equal([new CaptureStep(1, CapturePhase.Exit, CaptureKind.Result, CaptureStep.NoOther, 0, 100)], Plan("read", 100));

    [Fact]
    public void WhatHasNothingToCopyHasNoPlan() => Assert.Empty(Plan("getpid"));

    [Fact]
    public void AnUnknownNumberHasNoPlan() => Assert.Empty(CapturePlan.Of(Architecture.X86_64, 100_000, 32));

    /// <summary>execve's memory is gone at its exit.</summary>
    [Theory]
    [InlineData("execve")]
    [InlineData("execveat")]
    public void ExecutionIsOnlyCopiedAtTheEntry(string name) => Assert.All(Plan(name), step => Assert.Equal(CapturePhase.Enter, step.Phase));

    [Theory]
    [MemberData(nameof(Architectures))]
    public void NoPlanHasMoreStepsThanFitOrOneThatIsNotWellFormed(string name)
    {
        var architecture = Architecture.Find(name)!;
        Assert.All(Syscalls.All(architecture), syscall =>
        {
            var variants = Signatures.Of(architecture, syscall.Name);
            var word = architecture == Architecture.X86_64 || architecture == Architecture.Aarch64 ? 8 : 4;
            var all = variants.SelectMany(variant => variant.Signature.Arguments)
                .SelectMany(place => place.Argument.Steps((byte)place.Register, 32, word)).Distinct().ToList();
            Assert.True(all.Count <= CaptureStep.Most, $"{syscall.Name} has {all.Count} steps");
            Assert.Equal(all, CapturePlan.Of(architecture, syscall.Number, 32));
            Assert.All(all, step =>
            {
                Assert.InRange(step.Argument, 0, 5);
                Assert.True(Enum.IsDefined(step.Phase) && Enum.IsDefined(step.Kind) && step.Kind != CaptureKind.None);
                Assert.True(step.Other is < 6 or CaptureStep.NoOther);
                Assert.True(step.Limit > 0);
            });
        });
    }

    /// <summary>The plan as a probe gets it; tests/decoding/record follows this file, and so the lines beside it are what it leads to.</summary>
    [Theory]
    [InlineData("x86_64")]
    public void ThePlanIsTheRecordedOne(string name)
    {
        var architecture = Architecture.Find(name)!;
        var lines = Syscalls.All(architecture)
            .Select(syscall => (syscall.Number, Steps: CapturePlan.Of(architecture, syscall.Number, 32)))
            .Where(plan => !plan.Steps.IsEmpty)
            .Select(plan => $"{plan.Number} {string.Join(' ', plan.Steps.Select(step => Convert.ToHexStringLower(MemoryMarshal.AsBytes<CaptureStep>(new[] { step }))))}\n");
        GoldenFile.Check($"Decoding/plan.{name}.txt", string.Concat(lines));
    }
}
