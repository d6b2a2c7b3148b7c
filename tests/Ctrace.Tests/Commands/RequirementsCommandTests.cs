using Xunit;

namespace Ctrace.Tests.Commands;

public sealed class RequirementsCommandTests
{
    [Theory]
    [InlineData("requirements")] // into which file?
    [InlineData("requirements", "--output")]
    [InlineData("requirements", "--output", "x", "--rounds", "0")]
    [InlineData("requirements", "--output", "x", "--rounds", "1001")]
    [InlineData("requirements", "--output", "x", "--rounds", "some")]
    [InlineData("requirements", "--output", "x", "y")]
    public void AWrongCommandLineIsAUsageError(params string[] arguments) => Assert.NotEmpty(CommandRun.Errors(arguments));
}
