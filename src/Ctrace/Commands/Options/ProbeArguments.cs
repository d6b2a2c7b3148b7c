using System.CommandLine;
using Ctrace.Probes;

namespace Ctrace.Commands.Options;

/// <summary>The options of every command that attaches the probe.</summary>
internal sealed class ProbeArguments
{
    private const int MaxSlots = 65536;

    private readonly Option<bool> _failures = new("--failures")
    {
        Description = "Also record refused and failed calls with their errno (makes each system call of the host some 35 ns slower)",
    };

    private readonly Option<bool> _arguments = new("--arguments")
    {
        Description = "Also record arguments of calls like ioctl and prctl that are one of few constants (those of clone, socket and personality are always recorded)",
    };

    private readonly Option<bool> _files = new("--files")
    {
        Description = "Also record files, networks, signals and mounts, for an AppArmor profile (makes each system call of the host some 35 ns slower)",
    };

    private readonly Option<bool> _runc = new("--runc")
    {
        Description = "Also record the runtime's own set-up steps: everything in the container's cgroup from the start",
    };

    private readonly Option<bool> _debug = new("--debug")
    {
        Description = "Print each event to the kernel's trace pipe (/sys/kernel/tracing/trace_pipe)",
    };

    private readonly Option<int> _slots = WholeNumber.Option(
        "--slots", $"How many containers can be traced at once, 1 to {MaxSlots}", new ProbeOptions().Slots, 1, MaxSlots);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_runc);
        command.Add(_debug);
        command.Add(_failures);
        command.Add(_arguments);
        command.Add(_files);
        command.Add(_slots);
    }

    /// <summary>What was given.</summary>
    public ProbeOptions Read(ParseResult result) => new()
    {
        Runtime = result.GetValue(_runc),
        Debug = result.GetValue(_debug),
        Failures = result.GetValue(_failures),
        Arguments = result.GetValue(_arguments),
        Files = result.GetValue(_files),
        Slots = result.GetValue(_slots),
    };
}
