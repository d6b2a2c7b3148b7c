using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
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
        // dpkg orders what is before a release by a tilde: deb-version(7).
        var debian = program.Replace('-', '~');
        Assert.Equal($"{debian}-1", (await Command.RunAsync("sh", "-c", $"dpkg-deb --field {packaged.Place}/*.deb Version")).Succeeded());
        Assert.All(Directory.EnumerateFiles(packaged.Place), file => Assert.Contains(file.EndsWith(".deb", StringComparison.Ordinal) ? debian : program, file, StringComparison.Ordinal));
    }

    /// <summary>
    /// A cross-built program can't be run here, so that this machine's says its version and its completions. Nothing looks at more of it than its header and
    /// its version: the stand-in is this machine's, with another machine in its header (e_machine, elf(5)), which the kernel refuses to run.
    /// </summary>
    [LiveFact]
    public async Task AProgramOfAnotherArchitectureHasPackagesBesideThisMachines()
    {
        var (machine, number) = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? ("x86_64", 62) : ("aarch64", 183);
        var architecture = machine == "aarch64" ? "arm64" : "amd64";
        var place = Directory.CreateTempSubdirectory("ctrace-cross-");
        try
        {
            await StandInAsync($"{place}/program", program => program[18] = (byte)number);
            Directory.CreateDirectory($"{place}/dist");
            foreach (var file in Directory.EnumerateFiles(packaged.Place))
            {
                File.Copy(file, $"{place}/dist/{Path.GetFileName(file)}");
            }

            await LiveEngine.ScriptAsync("package", $"{place}/dist", $"{place}/program");
            Assert.Equal(Hashes(packaged.Place), Hashes($"{place}/dist").Where(hash => !hash.Contains(machine, StringComparison.Ordinal) && !hash.Contains(architecture, StringComparison.Ordinal)));
            Assert.Equal(4, Hashes($"{place}/dist").Length);
            (await Command.RunAsync("sh", "-ec", $"""
                cd {place}/dist
                test "$(dpkg-deb --field ctrace_*_{architecture}.deb Architecture)" = {architecture}
                test "$(dpkg-deb --field ctrace_*_{architecture}.deb Version)" = "$(dpkg-deb --field {packaged.Place}/*.deb Version)"
                mkdir ../tree
                tar -xJf ctrace-*-linux-{machine}.tar.xz -C ../tree
                cmp ../tree/usr/bin/ctrace ../program/ctrace
                for shell in bash zsh fish; do
                    {Repository.Ctrace} completion $shell >../completions.$shell
                done
                cmp ../tree/usr/share/bash-completion/completions/ctrace ../completions.bash
                cmp ../tree/usr/share/zsh/vendor-completions/_ctrace ../completions.zsh
                cmp ../tree/usr/share/fish/vendor_completions.d/ctrace.fish ../completions.fish
                """)).Succeeded();
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    [LiveFact]
    public async Task AProgramOfAnotherArchitectureAndAnotherVersionIsNoPackage()
    {
        var version = (await Command.RunAsync(Repository.Ctrace, "--version")).Succeeded().Replace("ctrace ", "", StringComparison.Ordinal);
        var place = Directory.CreateTempSubdirectory("ctrace-cross-");
        try
        {
            await StandInAsync($"{place}/program", program =>
            {
                program[18] = (byte)(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? 62 : 183);
                var told = Encoding.ASCII.GetBytes(version);
                for (var at = program.AsSpan().IndexOf(told); at >= 0; at = program.AsSpan().IndexOf(told))
                {
                    program[at] = (byte)'9';
                }
            });
            var said = await Command.RunAsync($"{Repository.Root}/scripts/package", $"{place}/dist", $"{place}/program");
            Assert.Equal((69, $"package: {place}/program/ctrace is not of version {version}, as out/ctrace is\n"), (said.Status, said.Errors));
            Assert.False(Directory.Exists($"{place}/dist"));
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    /// <summary>What <c>./build publish</c> leaves, with a program that is this machine's, changed.</summary>
    private static async Task StandInAsync(string directory, Action<byte[]> change)
    {
        Directory.CreateDirectory(directory);
        var program = await File.ReadAllBytesAsync(Repository.Ctrace);
        change(program);
        await File.WriteAllBytesAsync($"{directory}/ctrace", program);
        File.SetUnixFileMode($"{directory}/ctrace", (UnixFileMode)0b111_101_101);
        File.Copy($"{Repository.Root}/out/dotnet-notices.txt", $"{directory}/dotnet-notices.txt");
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
