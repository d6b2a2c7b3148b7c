using Ctrace.Checks;
using Xunit;

namespace Ctrace.Tests.Checks;

public sealed class DockerRunWordsTests
{
    [Theory]
    [InlineData("docker run --rm x", "docker|run|--rm|x")]
    [InlineData("  docker  run\t-e A=1 x ", "docker|run|-e|A=1|x")]
    [InlineData("docker container run x sh -c 'a; b | c'", "docker|container|run|x|sh|-c|a; b | c")]
    [InlineData("docker run x echo \"a  b\" c\\ d ''", "docker|run|x|echo|a  b|c d|")]
    public void APlainDockerRunIsTakenApart(string line, string words) => Assert.Equal(words.Split('|', words.Contains("a; b", StringComparison.Ordinal) ? 7 : 100), DockerRunWords.Split(line));

    [Theory]
    [InlineData("docker ps")]
    [InlineData("echo docker run x")]
    [InlineData("docker run x | cat")]
    [InlineData("docker run $IMAGE")]
    [InlineData("docker run x > y")]
    [InlineData("docker run x && true")]
    [InlineData("A=1 docker run x")]
    [InlineData("docker run \"$x\"")]
    [InlineData("docker run 'x")]
    [InlineData("docker run x\\")]
    [InlineData("docker run *")]
    [InlineData("")]
    public void WhatTakesAShellIsAShells(string line) => Assert.Null(DockerRunWords.Split(line));
}
