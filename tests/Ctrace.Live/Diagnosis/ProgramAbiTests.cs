using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Ctrace.Diagnosis;
using Xunit;

namespace Ctrace.Live.Diagnosis;

/// <summary>What doctor says of the kinds of programs that the kernel runs, beside programs that a compiler made.</summary>
public sealed class ProgramAbiTests
{
    [Fact]
    public async Task WhatDoctorFindsIsWhatRuns()
    {
        Assert.SkipUnless(RuntimeInformation.OSArchitecture == Architecture.X64, "there are no such programs for this architecture");
        var found = await FindAsync([Repository.Ctrace]);
        Assert.Equal("good", found["x86_64 programs"].State);
        Assert.Equal(await RunsAsync("calls-i386"), found[ProgramAbi.I386].State == "good");
        Assert.Equal(await RunsAsync("int80"), found[ProgramAbi.Int80].State == "good");
    }

    /// <summary>And tests that need such programs know why they are skipped.</summary>
    [Fact]
    public async Task AKernelThatDoesNotServe32BitCallsIsToldBySigsys()
    {
        Assert.SkipUnless(RuntimeInformation.OSArchitecture == Architecture.X64, "there are no such programs for this architecture");
        var found = await FindAsync([$"{Repository.Workloads}/without-i386", Repository.Ctrace]);
        Assert.Equal("good", found["x86_64 programs"].State);
        Assert.Equal("missing", found[ProgramAbi.I386].State);
        Assert.Equal("missing", found[ProgramAbi.Int80].State);
        Assert.Matches("^(killed by SIG(SYS|SEGV)|Exec format error): ", found[ProgramAbi.I386].Detail);
        Assert.Matches("^killed by SIG(SYS|SEGV): ", found[ProgramAbi.Int80].Detail);
    }

    private static async Task<Dictionary<string, (string State, string Detail)>> FindAsync(string[] words)
    {
        var doctor = await Command.RunAsync(words[0], [.. words[1..], "doctor", "--json"]);
        return JsonNode.Parse(doctor.Output)!.AsArray().ToDictionary(
            finding => (string)finding!["subject"]!, finding => ((string)finding!["state"]!, (string)finding!["detail"]!));
    }

    private static async Task<bool> RunsAsync(string program) =>
        (await Command.RunAsync("sh", "-c", $"{Repository.Workloads}/{program}")).Status == 0;
}
