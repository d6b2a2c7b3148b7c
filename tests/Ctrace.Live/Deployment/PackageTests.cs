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
        var said = await Command.RunAsync("sh", "-c", $"tar -xzOf {packaged.Place}/*.tar.gz --wildcards './usr/lib/ctrace/*trace.dll' | grep -c -a -F {Repository.Root}/");
        Assert.Equal("0", said.Output.Trim());
    }

    [LiveFact]
    public async Task TheDebianPackageInstallsRunsTracesAndGoes()
    {
        await using var box = await DaemonBox.StartAsync(
            Packaged.Base, [.. DaemonBox.Rights, $"--volume={packaged.Place}:/dist:ro"],
            "sh", "-ec", "dpkg --install /dist/*.deb; ctrace --version; ctrace trace; dpkg --purge ctrace; test ! -e /usr/bin/ctrace; test ! -e /usr/lib/ctrace; test -e /var/lib/ctrace/web");
        var status = (await box.ExecAsync("ctrace", "status")).Succeeded();
        Assert.Contains("connected since", status, StringComparison.Ordinal);
        await LiveEngine.DockerAsync("run", "--rm", "--label", "ctrace.tracefile=web", LiveEngine.Image, "/bin/busybox", "chown", "1", "/etc/passwd");
        var trace = await box.UntilAsync("web", trace => trace.Syscalls.Keys.Any(call => call.Name == "exit_group"));
        Assert.Equal(["chown"], trace.Capabilities.Keys);
        Assert.Equal([Scope.Whole], trace.Values(Fact.Scope));

        var files = (await box.ExecAsync("cat", "/var/lib/dpkg/info/ctrace.list")).Succeeded();
        Assert.All(["/usr/share/man/man1/ctrace-status.1.gz", "/usr/share/bash-completion/completions/ctrace", "/usr/share/zsh/vendor-completions/_ctrace",
                "/usr/share/fish/vendor_completions.d/ctrace.fish", "/usr/lib/systemd/system/ctrace.service", "/usr/share/doc/ctrace/copyright", "/usr/lib/ctrace/dotnet/LICENSE.txt"],
            file => Assert.Contains($"{file}\n", files, StringComparison.Ordinal));
        var doctor = await box.ExecAsync("ctrace", "doctor");
        Assert.True(doctor.Status == 0, doctor.Output);
        Assert.Equal(0, await box.StopAsync());
    }

    private static string[] Hashes(string directory) =>
        [.. Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];
}
