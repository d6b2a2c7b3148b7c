using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Traces;

public sealed class FileSetTests
{
    [Fact]
    public void NamesAreKeptUpToTheLimit()
    {
        var files = FileSet.Create(Numbered(FileSet.MostNames, FileModes.Read));
        Assert.Equal(FileSet.MostNames, files.Count);
        Assert.Equal(FileModes.Read, files[new FileName("/d/0")]);
    }

    [Fact]
    public void PastTheLimitOneNameStandsForAll()
    {
        var files = FileSet.Create([.. Numbered(FileSet.MostNames, FileModes.Read), new(new FileName("/d/x"), FileModes.Write), new(new FileName("/d/sub/"), FileModes.Read)]);
        Assert.Equal(
            [new(new FileName("/d/", FileScope.Files), FileModes.Read | FileModes.Write), new(new FileName("/d/sub/"), FileModes.Read)], files);
    }

    [Fact]
    public void WhatIsExecutedOrMappedKeepsItsName()
    {
        var files = FileSet.Create([.. Numbered(FileSet.MostNames, FileModes.Read), new(new FileName("/d/x"), FileModes.Read | FileModes.Execute | FileModes.Map)]);
        Assert.Equal(
            [new(new FileName("/d/", FileScope.Files), FileModes.Read), new(new FileName("/d/x"), FileModes.Execute | FileModes.Map)], files);
    }

    [Fact]
    public void DirectoriesAreCountedApart()
    {
        var files = FileSet.Create(Enumerable.Range(0, FileSet.MostNames + 1).Select(number => KeyValuePair.Create(new FileName($"/d/{number}/"), FileModes.Read)));
        Assert.Equal([new(new FileName("/d/", FileScope.Directories), FileModes.Read)], files);
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a", "/")]
    [InlineData("/a/", "/")]
    [InlineData("/a/b", "/a/")]
    [InlineData("/a/b/", "/a/")]
    public void AFileLiesInItsDirectory(string path, string directory) => Assert.Equal(directory, new FileName(path).Directory);

    [Theory]
    [InlineData("/", true)]
    [InlineData("/a", true)]
    [InlineData("/a/", true)]
    [InlineData("/...", true)]
    [InlineData("", false)]
    [InlineData("a", false)]
    [InlineData("//", false)]
    [InlineData("/a//", false)]
    [InlineData("/a//b", false)]
    [InlineData("/a/./b", false)]
    [InlineData("/..", false)]
    [InlineData("/a\0", false)]
    public void APathIsAbsoluteAndPlain(string path, bool isOne) => Assert.Equal(isOne, FileName.IsPath(path));

    private static IEnumerable<KeyValuePair<FileName, FileModes>> Numbered(int count, FileModes modes) =>
        Enumerable.Range(0, count).Select(number => KeyValuePair.Create(new FileName($"/d/{number}"), modes));
}
