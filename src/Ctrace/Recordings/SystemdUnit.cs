using System.Diagnostics;
using Ctrace.Cgroups;
using Ctrace.Core;

namespace Ctrace.Recordings;

/// <summary>A unit of systemd, asked for and started by systemctl(1).</summary>
/// <param name="name">Its name: <c>nginx.service</c>.</param>
internal sealed class SystemdUnit(string name)
{
    // systemd.unit(5): "valid unit names".
    private const string Allowed = ":-_.\\@";
    private const int LongestName = 255;

    /// <summary>The unit's name, checked.</summary>
    public string Name { get; } = name.Length is > 0 and <= LongestName && name[0] != '-' && name.All(c => char.IsAsciiLetterOrDigit(c) || Allowed.Contains(c, StringComparison.Ordinal))
        ? name.Contains('.', StringComparison.Ordinal) ? name : name + ".service"
        : throw new CtraceException(FailureKind.Usage, $"'{name}' is no name of a unit", "name a service: nginx.service");

    /// <summary>The unit's cgroup, from the top of the hierarchy, as systemd has it while it is active.</summary>
    /// <exception cref="CtraceException">NoInput: there is no such unit, or it is not active. Unavailable: systemd does not answer.</exception>
    public async Task<string> CgroupAsync(CancellationToken cancellation)
    {
        var cgroup = await PropertyAsync("ControlGroup", cancellation);
        return cgroup.Length > 0 ? cgroup : throw new CtraceException(FailureKind.NoInput, $"{Name} is not active", "start it, or give --restart");
    }

    /// <summary>Where the unit's cgroup lies when it is active, whether it is or not.</summary>
    /// <exception cref="CtraceException">As <see cref="CgroupAsync"/>.</exception>
    public async Task<string> FutureCgroupAsync(CancellationToken cancellation)
    {
        if (await PropertyAsync("LoadState", cancellation) is not "loaded" and var state)
        {
            throw new CtraceException(FailureKind.NoInput, $"systemd has no unit {Name} ({state})", "see 'systemctl list-units'");
        }

        if (await PropertyAsync("ControlGroup", cancellation) is { Length: > 0 } cgroup)
        {
            return cgroup;
        }

        // a-b.slice lies in a.slice: systemd.slice(5).
        var slice = await PropertyAsync("Slice", cancellation);
        var parts = slice.EndsWith(".slice", StringComparison.Ordinal) && slice != "-.slice" ? slice[..^".slice".Length].Split('-') : [];
        return string.Concat(Enumerable.Range(1, parts.Length).Select(count => $"/{string.Join('-', parts[..count])}.slice")) + $"/{Name}";
    }

    /// <summary>Has systemd stop the unit, if it runs.</summary>
    public Task StopAsync(CancellationToken cancellation) => RunAsync(["stop", "--", Name], cancellation);

    /// <summary>Has systemd start the unit.</summary>
    /// <exception cref="CtraceException">Unavailable: it does not start; systemctl says why.</exception>
    public Task StartAsync(CancellationToken cancellation) => RunAsync(["start", "--", Name], cancellation);

    private async Task<string> PropertyAsync(string property, CancellationToken cancellation) =>
        (await RunAsync(["show", $"--property={property}", "--value", "--", Name], cancellation)).Trim();

    private static async Task<string> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        var program = new[] { "/usr/bin/systemctl", "/bin/systemctl" }.FirstOrDefault(File.Exists)
            ?? throw new CtraceException(FailureKind.Unavailable, "there is no systemctl on this machine", "give --cgroup PATH or --pid PID");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? output
            : throw new CtraceException(FailureKind.Unavailable, $"'systemctl {string.Join(' ', arguments)}' failed: {(await errors).Trim().Split('\n')[0]}", "see 'systemctl status'");
    }
}
