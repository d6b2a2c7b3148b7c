using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Ctrace.Core.Tests;

/// <summary>Against the examples of FIPS 180-4, and against the class library's, which takes OpenSSL's.</summary>
public sealed class Sha256Tests
{
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void TheStandardsExamples(string message, string hash) => Assert.Equal(hash, Convert.ToHexStringLower(Sha256.Hash(Encoding.ASCII.GetBytes(message))));

    [Fact]
    public void EveryLengthAroundABlockIsPadded()
    {
        var message = new byte[300];
        new Random(1).NextBytes(message);
        for (var length = 0; length <= message.Length; length++)
        {
            Assert.Equal(SHA256.HashData(message.AsSpan(0, length)), Sha256.Hash(message.AsSpan(0, length)));
        }
    }
}
