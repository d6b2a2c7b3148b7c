using Ctrace.Core.Linux;
using Xunit;

namespace Ctrace.Core.Tests.Linux;

public sealed class ErrnoTests
{
    // errno(3) and, from 512, include/linux/errno.h.
    [Theory]
    [InlineData(1, "EPERM", "Operation not permitted")]
    [InlineData(11, "EAGAIN", "Resource temporarily unavailable")]
    [InlineData(35, "EDEADLK", "Resource deadlock avoided")]
    [InlineData(38, "ENOSYS", "Function not implemented")]
    [InlineData(95, "EOPNOTSUPP", "Operation not supported")]
    [InlineData(133, "EHWPOISON", "Memory page has hardware error")]
    [InlineData(512, "ERESTARTSYS", "Internal to the kernel")]
    [InlineData(528, "EJUKEBOX", "Request initiated, but will not complete before timeout (internal to the kernel)")]
    public void ANumberHasItsNameAndMeaning(int number, string name, string meaning)
    {
        Assert.Equal(name, Errno.Name(number));
        Assert.Equal(number, Errno.Number(name));
        Assert.Equal(meaning, Errno.Meaning(number));
    }

    [Theory]
    [InlineData("EWOULDBLOCK", 11)]
    [InlineData("EDEADLOCK", 35)]
    [InlineData("ENOTSUP", 95)]
    [InlineData("eperm", 1)]
    public void AnAliasIsFoundInAnyCase(string name, int number) => Assert.Equal(number, Errno.Number(name));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(41)]
    [InlineData(58)]
    [InlineData(134)]
    [InlineData(4095)]
    public void AnotherNumberIsNotFound(int number)
    {
        Assert.Null(Errno.Name(number));
        Assert.Null(Errno.Meaning(number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PERM")]
    [InlineData("EFTYPE")]
    public void AnotherNameIsNotFound(string name) => Assert.Null(Errno.Number(name));

    [Fact]
    public void AnAliasFollowsTheNameThatItStandsFor() =>
        Assert.Equal(["EAGAIN", "EWOULDBLOCK"], Errno.All.Where(error => error.Number == 11).Select(error => error.Name));

    [Fact]
    public void EveryErrorSaysWhatItMeans() => Assert.All(Errno.All, error => Assert.NotEqual("", error.Meaning.Trim()));
}
