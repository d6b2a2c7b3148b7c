using System.Security.Cryptography;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Live.Deployment;

/// <summary>The Debian package and the tarball, where there is no SDK.</summary>
[Collection("deployment")]
public sealed class PackageTests(Packaged packaged) : ContainerTest
{
    [LiveFact]
    public async Task MadeTwiceTheyHaveTheSameBytes()
    {
        var again = Directory.CreateTempSubdirectory("ctrace-again-");
        try
        {
            await LiveEngine.ScriptAsync("package", again.FullName);
            Assert.Equal(Hashes(packaged.Place), Hashes(again.FullName));
            Assert.Equal(2, Hashes(again.FullName).Length);
        }
        finally
        {
            again.Delete(recursive: true);
        }
    }

    [LiveFact]
    public async Task NothingInThemNamesTheDirectoryThatTheyWereMadeIn()
    {
        var said = await Command.RunAsync("sh", "-c", $"tar -xJOf {packaged.Place}/*.tar.xz --wildcards './usr/bin/ctrace' | grep -c -a -F {Repository.Root}/");
        Assert.Equal("0", said.Output.Trim());
    }

    /// <summary>By Debian's own examination; what is meant to be so stands in deploy/debian/lintian-overrides, with the reason.</summary>
    [LiveFact]
    public async Task LintianFindsNothingInTheDebianPackage()
    {
        var said = await Command.RunAsync("sh", "-c", $"lintian --allow-root --fail-on error,warning {packaged.Place}/*.deb 2>&1");
        Assert.Equal((0, ""), (said.Status, said.Output));
    }

    /// <summary>Compiled, bpf/ is in the program, under the GPL; and so is the table that is Docker's.</summary>
    [LiveFact]
    public async Task BothBringTheLicencesAndTheSourceOfTheProbes()
    {
        var root = Directory.CreateTempSubdirectory("ctrace-unpacked-");
        try
        {
            (await Command.RunAsync("sh", "-ec", $"cd {root.FullName}; mkdir deb tar; dpkg-deb --extract {packaged.Place}/*.deb deb; tar -xJf {packaged.Place}/*.tar.xz -C tar")).Succeeded();
            foreach (var form in new[] { "deb", "tar" })
            {
                var documents = $"{root.FullName}/{form}/usr/share/doc/ctrace";
                (await Command.RunAsync("sh", "-ec", $"""
                    cd {documents}
                    cmp probes-GPL-2.txt {Repository.Root}/bpf/LICENSE
                    cmp docker-default-Apache-2.0.txt {Repository.Root}/tables/LICENSE.docker-default
                    tar -xzf probes-source.tar.gz -C {root.FullName}/{form}
                    diff -r {root.FullName}/{form}/bpf {Repository.Root}/bpf
                    grep -q 'Docker, Inc.' copyright
                    grep -q 'GNU LESSER GENERAL PUBLIC LICENSE' libseccomp-LGPL-2.1.txt libelf-LGPL-3.txt
                    grep -q 'zlib' dotnet-notices.txt
                    """)).Succeeded();
            }
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    /// <summary>So that dpkg replaces each commit's package by the next one's.</summary>
    [LiveFact]
    public async Task TheVersionIsThePrograms()
    {
        var program = (await Command.RunAsync(Repository.Ctrace, "--version")).Succeeded().Replace("ctrace ", "", StringComparison.Ordinal);
        Assert.Equal($"{program}-1", (await Command.RunAsync("sh", "-c", $"dpkg-deb --field {packaged.Place}/*.deb Version")).Succeeded());
        Assert.All(Directory.EnumerateFiles(packaged.Place), file => Assert.Contains(program, file, StringComparison.Ordinal));
    }

    [LiveFact]
    public async Task TheDebianPackageInstallsRunsTracesAndGoes()
    {
        await using var box = await DaemonBox.StartAsync(
            Packaged.Base, [.. DaemonBox.Rights, $"--volume={packaged.Place}:/dist:ro"],
            "sh", "-ec", "dpkg --install /dist/*.deb; ctrace --version; ctrace trace; dpkg --purge ctrace; test ! -e /usr/bin/ctrace; test ! -e /usr/share/doc/ctrace; test -e /var/lib/ctrace/web");
        var status = (await box.ExecAsync("ctrace", "status")).Succeeded();
        Assert.Contains("connected since", status, StringComparison.Ordinal);
        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=web", LiveEngine.Image, "/bin/busybox", "chown", "1", "/etc/passwd");
        var trace = await box.UntilAsync("web", trace => trace.Syscalls.Keys.Any(call => call.Name == "exit_group"));
        Assert.Equal(["chown"], trace.Capabilities.Keys);
        Assert.Equal([Scope.Whole], trace.Values(Fact.Scope));

        var files = (await box.ExecAsync("cat", "/var/lib/dpkg/info/ctrace.list")).Succeeded();
        Assert.All(["/usr/share/man/man1/ctrace-status.1.gz", "/usr/share/bash-completion/completions/ctrace", "/usr/share/zsh/vendor-completions/_ctrace",
                "/usr/share/fish/vendor_completions.d/ctrace.fish", "/usr/lib/systemd/system/ctrace.service", "/usr/share/doc/ctrace/copyright", "/usr/share/doc/ctrace/dotnet-notices.txt"],
            file => Assert.Contains($"{file}\n", files, StringComparison.Ordinal));
        var doctor = await box.ExecAsync("ctrace", "doctor");
        Assert.True(doctor.Status == 0, doctor.Output);
        Assert.Equal(0, await box.StopAsync());
    }

    private static string[] Hashes(string directory) =>
        [.. Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];
}
