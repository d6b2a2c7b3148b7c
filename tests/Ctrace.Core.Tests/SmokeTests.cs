using Xunit;
namespace Ctrace.Core.Tests;

public sealed class SmokeTests { [Fact] public void Runs() => Assert.True(true); }
