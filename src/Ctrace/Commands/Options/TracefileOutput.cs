using System.CommandLine;
using System.Text;
using Ctrace.Core;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Files;
using Ctrace.Tracefiles;

namespace Ctrace.Commands.Options;

/// <summary>Where <c>run</c>, <c>record</c> and the like put their trace.</summary>
internal sealed class TracefileOutput
{
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The tracefile to write (- for standard output)",
        HelpName = "FILE",
    };

    private readonly Option<bool> _merge = new("--merge")
    {
        Description = "Add to what the tracefile holds instead of replacing it",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_output);
        command.Add(_merge);
    }

    /// <summary>Refuses before anything is run what could not be written after it.</summary>
    /// <exception cref="CtraceException">The file to merge with is damaged, or none can be written there.</exception>
    public void Check(ParseResult result)
    {
        if (result.GetValue(_output) is { } path)
        {
            AtomicFile.Require(path);
            _ = Held(result, path);
        }
    }

    /// <summary>Writes a trace, whole or not at all.</summary>
    public static void Write(string path, Trace trace) => AtomicFile.Write(path, Encoding.ASCII.GetBytes(TracefileWriter.Write(trace)));

    /// <summary>Writes the trace, and says where.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="trace">What was recorded.</param>
    /// <param name="name">What to name the file after when none was given: a container's image, a command.</param>
    /// <returns>The file, and all that it holds now.</returns>
    public (string Path, Trace Whole) Write(ParseResult result, Trace trace, string name)
    {
        var given = result.GetValue(_output);
        var path = given ?? MadeUpName(result, DefaultName(name));
        var held = Held(result, path);
        if (trace.IsRuntimeAlone)
        {
            var stays = File.Exists(path) && path is not "/dev/stdout";
            result.Warn($"{path} {(stays ? "stays as it was" : "has nothing but the runtime's calls")}: the program was never executed");
            if (stays)
            {
                return (path, held ?? trace);
            }
        }

        var replaces = given is null && held is null && File.Exists(path);
        var whole = held is null ? trace : held.Merge(trace);
        Write(path, whole);
        if (path is not ("-" or "/dev/stdout"))
        {
            result.Tell($"{path}: {Number(whole.Syscalls.Count, "syscall", "syscalls")}, {Number(whole.NeededCapabilities.Count(), "capability", "capabilities")}{(replaces ? "; it replaced an earlier recording" : "")}");
        }

        return (path, whole);
    }

    /// <summary>The last component of an image's or a command's name, made a plain file name: <c>registry/app:1.2</c> -> <c>app-1.2.trace</c>.</summary>
    internal static string DefaultName(string name)
    {
        var last = name[(name.LastIndexOf('/') + 1)..];
        var plain = string.Concat(last.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-')).TrimStart('.', '-');
        return $"{(plain.Length == 0 ? "ctrace" : plain[..Math.Min(plain.Length, 128)])}.trace";
    }

    /// <summary>
    /// A name that nobody chose: what ctrace did not make is never overwritten. The next free one is taken instead, or a recording's, and that is said.
    /// </summary>
    private static string MadeUpName(ParseResult result, string name)
    {
        var chosen = name;
        for (var number = 2; !IsFreeOrTracefile(chosen); number++)
        {
            chosen = $"{Path.GetFileNameWithoutExtension(name)}-{number}.trace";
        }

        if (chosen != name)
        {
            result.Warn($"{name} is no tracefile of yours, and stays as it was: the recording is {chosen}");
        }

        return chosen;
    }

    private static bool IsFreeOrTracefile(string name)
    {
        // Not by a link, whoever made it: it leads to a file of another name.
        if (new FileInfo(name).LinkTarget is not null)
        {
            return false;
        }

        try
        {
            using var directory = OutputPath.Find(name, out _).Directory;
            if (directory?.Find(name, out _) is not { } there)
            {
                return true;
            }

            OutputPath.RequireOwn(directory, there, name);
            return there.IsRegular && TracefileInput.Read(name) is not null;
        }
        catch (CtraceException)
        {
            return false;
        }
    }

    private static string Number(int count, string one, string more) => $"{count} {(count == 1 ? one : more)}";

    private Trace? Held(ParseResult result, string path) => result.GetValue(_merge) && File.Exists(path) ? TracefileInput.Read(path) : null;
}
