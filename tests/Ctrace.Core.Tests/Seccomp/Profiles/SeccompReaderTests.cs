using System.Text;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tests.Golden;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ctrace.Core.Tests.Seccomp.Profiles;

/// <summary>Profiles as they come, and what is none.</summary>
public sealed class SeccompReaderTests
{
    private const string Everything = """
        {
          "defaultAction": "SCMP_ACT_KILL_PROCESS", "defaultErrnoRet": 38, "defaultErrno": "ENOSYS", "x-note": {"a": [1, 1.50, "ä"]},
          "archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86"], "since": null}, {"architecture": "SCMP_ARCH_RISCV64", "subArchitectures": null}],
          "flags": ["SECCOMP_FILTER_FLAG_LOG"], "listenerPath": "/run/s", "listenerMetadata": "m",
          "syscalls": [
            {"name": "read", "action": "SCMP_ACT_LOG", "args": null, "comment": "", "includes": {}, "excludes": {}},
            {"names": ["socket", "no_such_call"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1, "errno": "EAFNOSUPPORT", "x-why": "because", "comment": "no\nVSOCK",
             "args": [{"index": 0, "value": 18446744073709551615, "valueTwo": 9223372036854775808, "op": "SCMP_CMP_MASKED_EQ"},
                      {"index": 5, "value": 0, "op": "SCMP_CMP_NE"}, {"index": 1, "value": 1, "op": "SCMP_CMP_LT"}, {"index": 1, "value": 1, "op": "SCMP_CMP_LE"},
                      {"index": 1, "value": 1, "op": "SCMP_CMP_EQ"}, {"index": 1, "value": 1, "op": "SCMP_CMP_GE"}, {"index": 1, "value": 1, "valueTwo": 7, "op": "SCMP_CMP_GT"}],
             "includes": {"caps": ["CAP_SYS_ADMIN"], "arches": ["amd64"], "minKernel": "4.8", "when": true}, "excludes": {"arches": ["s390x"]}},
            {"names": ["a"], "action": "SCMP_ACT_KILL"}, {"names": ["b"], "action": "SCMP_ACT_KILL_THREAD"}, {"names": ["c"], "action": "SCMP_ACT_TRAP"},
            {"names": ["d"], "action": "SCMP_ACT_TRACE", "errnoRet": 65535}, {"names": ["e"], "action": "SCMP_ACT_NOTIFY"}, {"names": [], "action": "SCMP_ACT_ALLOW"}]
        }
        """;

    [Fact]
    public void AllThatAProfileCanHaveIsWrittenBack() => GoldenFile.Check("Seccomp/everything.json", SeccompWriter.Write(Read(Everything)));

    [Fact]
    public void DockersDefaultIsWritten() => GoldenFile.Check("Seccomp/docker-default.json", SeccompWriter.Write(DockerDefault.Profile));

    [Fact]
    public void AnErrorsNameGoesBeforeItsNumber()
    {
        var profile = Read(Everything);
        Assert.Equal(new FilterReturn(SeccompAction.Errno, 97), profile.Rules[1].Return);
        Assert.Equal(new FilterReturn(SeccompAction.KillProcess), profile.Default);
        Assert.Equal(new FilterReturn(SeccompAction.Trace, 65535), profile.Rules[5].Return);
        Assert.Equal(new FilterReturn(SeccompAction.Errno, 1), Read("""{"defaultAction": "SCMP_ACT_ERRNO"}""").Default);
    }

    [Fact]
    public void RulesKnowTheirLines()
    {
        var document = SeccompReader.Read(Encoding.UTF8.GetBytes(Everything), "p");
        Assert.Equal([6, 7, 12, 12, 12, 13, 13, 13], document.RuleLines);
        Assert.Equal(3, document.ArchitecturesLine);
    }

    [Fact]
    public void NamesOfMembersAreFoundInAnyCaseAsGoDoes() => Assert.Equal(SeccompAction.Allow, Read("""{"DefaultACTION": "SCMP_ACT_ALLOW"}""").DefaultAction);

    [Theory]
    [InlineData("{\n\"a\": x}", "2:6: 'x' is an invalid start of a value")]
    [InlineData("{} {}", "1:4: '{' is invalid after a single JSON value")]
    [InlineData("[]", "1:1: the profile is not of type object")]
    [InlineData("{}", "1:1: 'defaultAction' is missing")]
    [InlineData("{\n \"ä\": 0, \"defaultAction\": 1}", "2:27: an action is not of type string")]
    [InlineData("""{"defaultAction": "SCMP_ACT_X"}""", "1:19: there is no action 'SCMP_ACT_X'")]
    [InlineData("""{"defaultAction": "ALLOW"}""", "1:19: there is no action 'ALLOW'")]
    [InlineData("""{"defaultAction": "\ud800"}""", "1:19: a text is not Unicode")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "defaultaction": "SCMP_ACT_KILL"}""", "1:37: 'defaultaction' is there twice")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86"], "archMap": [{"architecture": "SCMP_ARCH_X86_64"}]}""", "1:84: both 'architectures' and 'archMap' are given")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": {}}""", "1:49: 'syscalls' is not of type array")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [1]}""", "1:50: a rule in 'syscalls' is not of type object")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{}]}""", "1:50: 'names' is missing")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"name": "a", "names": ["b"]}]}""", "1:50: both 'name' and 'names' are given")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"]}]}""", "1:50: 'action' is missing")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": [1]}]}""", "1:61: what 'names' lists is not of type string")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "defaultErrnoRet": 65536}""", "1:56: 'defaultErrnoRet' is more than 65535")]
    [InlineData("", "1:1: there is nothing in it")]
    [InlineData("\n \n", "1:1: there is nothing in it")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "defaultErrno": "EWHAT"}""", "1:53: there is no error 'EWHAT'")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL", "args": [{"index": 6}]}]}""", "1:116: a call has arguments 0 to 5, not 6")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL", "args": [{"index": 0, "op": "SCMP_CMP_X"}]}]}""", "1:125: there is no operator 'SCMP_CMP_X'")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL", "args": [{"index": 0, "op": "SCMP_CMP_EQ", "value": -1}]}]}""", "1:149: 'value' is not a number from 0 to 2^64-1: -1")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL", "args": [{"index": 0, "op": "SCMP_CMP_EQ", "value": 18446744073709551616}]}]}""", "1:149: 'value' is not a number from 0 to 2^64-1: 18446744073709551616")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL", "includes": {"minKernel": "new"}}]}""", "1:123: 'new' is no kernel version of two numbers")]
    [InlineData("""{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_KILL", "includes": {"minKernel": "4.8.1"}}]}""", "1:123: '4.8.1' is no kernel version of two numbers")]
    public void WhatIsNoProfileIsRefusedInOneLineThatSaysWhere(string json, string why)
    {
        var failure = Assert.Throws<CtraceException>(() => Read(json));
        Assert.Equal(FailureKind.Data, failure.Kind);
        Assert.StartsWith($"p.json:{why}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Line);
    }

    [Fact]
    public void WhatIsNoUtf8IsRefused() => Assert.Equal(
        FailureKind.Data,
        Assert.Throws<CtraceException>(() => SeccompReader.Read((byte[])[.. "{\"defaultAction\": \""u8, 0xff, .. "\"}"u8], "p")).Kind);

    [Fact]
    public void TooDeepIsRefused() => Assert.Equal(FailureKind.Data, Assert.Throws<CtraceException>(() => Read(new string('[', 100_000))).Kind);

    [Fact]
    public void AnyTextIsReadOrRefused() => Prop.ForAll<string>(text =>
    {
        try
        {
            Read(text ?? "");
        }
        catch (CtraceException refused)
        {
            Assert.Equal(FailureKind.Data, refused.Kind);
        }
    }).Hold();

    /// <summary>Nearly profiles: a part of one is cut out, or doubled.</summary>
    [Fact]
    public void ADamagedProfileIsReadOrRefused() => Prop.ForAll<NonNegativeInt, NonNegativeInt, bool>((start, length, cut) =>
    {
        var from = start.Get * 37 % Everything.Length;
        var to = Math.Min(Everything.Length, from + (length.Get % 40));
        try
        {
            Read(cut ? Everything.Remove(from, to - from) : Everything.Insert(to, Everything[from..to]));
        }
        catch (CtraceException refused)
        {
            Assert.Equal(FailureKind.Data, refused.Kind);
        }
    }).Hold();

    private static SeccompProfile Read(string json) => SeccompReader.Read(Encoding.UTF8.GetBytes(json), "p.json").Profile;
}
