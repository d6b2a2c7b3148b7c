using System.Text.RegularExpressions;
using Ctrace.Core.Tests;
using Xunit;

namespace Ctrace.Tests;

/// <summary>What ARCHITECTURE.md promises, in the half that touches the machine. All of it uses the core.</summary>
public sealed class ArchitectureTests
{
    private static readonly SourceFolder Executable = new("src/Ctrace", "Ctrace");

    [Fact]
    public void FoldersUseOnlyWhatTheirArrowsSay() => Executable.AssertArrows("Interop", "Processes", "Files", "Commands");

    /// <summary>It needs OpenSSL, which a machine need not have, and ends the program where that is missing: the core's Sha256 hashes.</summary>
    [Fact]
    public void NothingNeedsTheClassLibrarysCryptography() => Assert.DoesNotContain(
        Executable.Files, file => File.ReadAllText(Path.Combine(SourceFolder.Repository, "src/Ctrace", file)).Contains("System.Security.Cryptography", StringComparison.Ordinal));

    [Fact]
    public void OnlyTheProgramUsesTheCommands() => Assert.Equal(
        ["Program.cs"], Executable.Files.Where(file => !file.StartsWith("Commands/", StringComparison.Ordinal) && Executable.Uses(file, ["Commands"]).Any()));

    /// <summary>An object attaches what it says that it does: no header of functions or of the contract brings a program with it.</summary>
    [Fact]
    public void OnlyObjectsAndSharedProgramsAttach() => Assert.Empty(
        from room in (string[])["abi", "lib"]
        from file in Directory.EnumerateFiles(Path.Combine(SourceFolder.Repository, "bpf", room))
        where Regex.IsMatch(File.ReadAllText(file), @"SEC\(""[^.]")
        select file);

    [Fact]
    public void WhatCommandsShareUsesNoCommand() => Assert.DoesNotContain(
        Executable.Files.Where(file => file.StartsWith("Commands/Options/", StringComparison.Ordinal)),
        file => Executable.Code(file).Any(line => line.Contains("Command.Create(", StringComparison.Ordinal) || line.Contains("Commands.Profiles", StringComparison.Ordinal)));

    [Fact]
    public void FilesAreSmall() => Executable.AssertSmallFiles();

    [Fact]
    public void SummariesNameTheirSubject() => Executable.AssertSummariesNameTheirSubject();

    [Fact]
    public void FilesLieWhereTheirNamespaceSays() => Executable.AssertNamespaces();
}
