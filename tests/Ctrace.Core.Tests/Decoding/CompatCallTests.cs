using Ctrace.Core.Linux;
using Xunit;
using static Ctrace.Core.Tests.Decoding.Sample;

namespace Ctrace.Core.Tests.Decoding;

/// <summary>Calls of 32-bit programs: their own names, registers of 32 bits, structures of 32-bit words.</summary>
public sealed class CompatCallTests
{
    private static Sample I386(string name, params ulong[] arguments) => new(name, arguments) { Architecture = Architecture.I386 };

    [Fact]
    public void ALongIsFourBytes() => Assert.Equal(
        "nanosleep({tv_sec=1, tv_nsec=2}, NULL) = 0", I386("nanosleep", 0x1000, 0).Enter(0, Words(1, 2)).Line);

    [Fact]
    public void Time64IsEight() => Assert.Equal(
        "clock_gettime64(CLOCK_MONOTONIC, {tv_sec=1, tv_nsec=2}) = 0", I386("clock_gettime64", 1, 0x1000).Exit(1, Longs(1, 2)).Line);

    [Fact]
    public void A64BitNumberTakesTwoRegisters() =>
        Assert.Equal("ftruncate64(3, 4294967301) = 0", I386("ftruncate64", 3, 5, 1).Line);

    [Fact]
    public void OfLlseekTheHighHalfComesFirst() =>
        Assert.Equal("_llseek(3, 4294967301, [7], SEEK_SET) = 0", I386("_llseek", 3, 1, 5, 0x1000, 0).Exit(3, Longs(7)).Line);

    [Fact]
    public void ArmBeginsIt64BitNumbersInEvenRegisters() => Assert.Equal(
        "ftruncate64(3, 4294967301) = 0", new Sample("ftruncate64", 3, 99, 5, 1) { Architecture = Architecture.Arm }.Line);

    [Fact]
    public void TheOldMmapReadsItsArgumentsFromMemory() => Assert.Equal(
        "mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0xf7f00000",
        (I386("mmap", 0x1000) with { Result = unchecked((int)0xf7f00000) }).Enter(0, Words(0, 4096, 3, 0x22, uint.MaxValue, 0)).Line);

    [Fact]
    public void Mmap2CountsPages() => Assert.Equal(
        "mmap2(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0x2000) = 0xf7f00000",
        (I386("mmap2", 0, 4096, 1, 2, 3, 2) with { Result = 0xf7f00000 }).Line);

    [Fact]
    public void SocketcallShowsTheWordsOfTheCallItStandsFor() => Assert.Equal(
        "socketcall(SYS_SOCKET, [0x2, 0x1, 0]) = 3", (I386("socketcall", 1, 0x1000) with { Result = 3 }).Enter(1, Words(2, 1, 0)).Line);

    [Fact]
    public void AnIovecHasShortWords() => Assert.Equal(
        "writev(1, [{iov_base=0x5000, iov_len=3}], 1) = 3", (I386("writev", 1, 0x1000, 1) with { Result = 3 }).Enter(1, Words(0x5000, 3)).Line);

    [Fact]
    public void TheUpperHalfOfARegisterIsNotLookedAt() => Assert.Equal("close(3) = 0", I386("close", 0xffff_ffff_0000_0003).Line);

    [Fact]
    public void SignalActionsHaveShortWords() => Assert.Equal(
        "rt_sigaction(SIGINT, {sa_handler=SIG_IGN, sa_mask=[TERM], sa_flags=SA_RESTART}, NULL, 8) = 0",
        I386("rt_sigaction", 2, 0x1000, 0, 8).Enter(1, Words(1, 0x10000000, 0, 1 << 14, 0)).Line);
}
