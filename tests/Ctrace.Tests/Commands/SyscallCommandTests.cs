using System.Text.Json.Nodes;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class SyscallCommandTests
{
    [Theory]
    [InlineData("x86_64", "0", "read\n")]
    [InlineData("x86_64", "0x101", "openat\n")]
    [InlineData("x86_64", "OpenAt", "257\n")]
    [InlineData("amd64", "file_setattr", "469\n")]
    [InlineData("i386", "4", "write\n")]
    [InlineData("i386", "waitpid", "7\n")]
    [InlineData("arm64", "openat", "56\n")]
    [InlineData("arm", "0xf0002", "cacheflush\n")]
    [InlineData("x32", "0x40000001", "write\n")]
    [InlineData("x32", "execve", "520\n")]
    public void AQueryIsAnswered(string architecture, string query, string answer) =>
        Assert.Equal(answer, CommandRun.Of("syscall", query, "--arch", architecture).Output);

    [Fact]
    public void WithoutAnArchitectureItIsTheRunningKernels()
    {
        var native = NativeArchitecture.Current;
        Assert.Equal($"{Syscalls.Number(native, "openat")}\n", CommandRun.Of("syscall", "openat").Output);
        Assert.Equal(CommandRun.Of("syscall", "--arch", native.Name).Output, CommandRun.Of("syscall").Output);
    }

    [Fact]
    public void WithoutAQueryAllAreListed()
    {
        var lines = CommandRun.Of("syscall", "--arch", "x86_64").Output.Split('\n');
        Assert.Equal(["  0 read", "  1 write"], lines[..2]);
        Assert.Equal(["469 file_setattr", ""], lines[^2..]);
        Assert.Contains("983041 breakpoint", CommandRun.Of("syscall", "--arch", "arm").Output.Split('\n'));
    }

    [Fact]
    public void JsonNamesTheArchitecture()
    {
        var answer = JsonNode.Parse(CommandRun.Of("syscall", "221", "--arch", "aarch64", "--json").Output)!;
        Assert.Equal(("aarch64", 221, "execve"), ((string)answer["architecture"]!, (int)answer["number"]!, (string)answer["name"]!));
        var all = JsonNode.Parse(CommandRun.Of("syscall", "--arch", "arm64", "--json").Output)!.AsArray();
        Assert.Equal(Syscalls.All(Architecture.Aarch64).Count, all.Count);
    }

    [Theory]
    [InlineData("opneat", "there is no syscall 'opneat' on x86_64 (did you mean 'openat'?)")]
    [InlineData("waitpid", "there is no syscall 'waitpid' on x86_64 (i386 has it: --arch i386)")]
    [InlineData("470", "there is no syscall '470' on x86_64 ('ctrace syscall --arch x86_64' lists them all)")]
    [InlineData("", "there is no syscall '' on x86_64 ('ctrace syscall --arch x86_64' lists them all)")]
    public void AnUnknownQueryIsALineAndExitCode1(string query, string line)
    {
        var run = CommandRun.Of("syscall", query, "--arch", "x86_64");
        Assert.Equal("", run.Output);
        Assert.Equal(FailureKind.Found, run.Failure?.Kind);
        Assert.Equal(line, run.Failure?.Line);
    }

    [Fact]
    public void AnUnknownArchitectureIsAUsageError() => Assert.Equal(
        ["there is no architecture 'vax', only x86_64, i386, x32, aarch64, arm"], CommandRun.Errors("syscall", "read", "--arch", "vax"));

    [Theory]
    [InlineData("syscall", "--frob")]
    [InlineData("syscall", "-x")]
    [InlineData("syscall", "read", "write")]
    [InlineData("syscall", "read", "--arch")]
    public void AWrongCommandLineIsAUsageError(params string[] arguments) => Assert.NotEmpty(CommandRun.Errors(arguments));

    [Fact]
    public void TheShellIsOfferedTheNamesOfTheArchitecture()
    {
        Assert.Contains("waitpid", CommandRun.Completions("syscall --arch i386 waitp"));
        Assert.DoesNotContain("waitpid", CommandRun.Completions("syscall --arch x86_64 waitp"));
        Assert.Contains("aarch64", CommandRun.Completions("syscall --arch a"));
    }
}
