using Ctrace.Core.Tests;

namespace Ctrace.Live;

/// <summary>How a subject fared in a container.</summary>
/// <param name="Works">Whether it did all that it is there to do.</param>
/// <param name="Output">What it said on standard output (a server's client, for a server).</param>
/// <param name="Problem">What went wrong, where something did.</param>
public sealed record SubjectRun(bool Works, string Output, string Problem)
{
    private static int _count;

    /// <summary>Runs it with more options for docker run.</summary>
    public static Task<SubjectRun> RunAsync(Subject subject, params string[] options) => RunAsync(subject, Waiting.Patience, options);

    /// <summary>Runs it where it may hang: it does not work then, and neither does one that is too slow.</summary>
    public static Task<SubjectRun> RunAsync(Subject subject, TimeSpan limit, params string[] options) =>
        subject.Client is null ? RunToEndAsync(subject, limit, options) : ServeAsync(subject, subject.Client, limit, options);

    private static async Task<SubjectRun> RunToEndAsync(Subject subject, TimeSpan limit, string[] options)
    {
        var name = NextName(subject);
        var run = await Command.RunAsync(limit, "docker", ["run", "--rm", "--network", "none", "--name", name, .. options, LiveEngine.Image, .. subject.Command]);
        if (run.Status == Command.TimedOut)
        {
            await Command.RunAsync("docker", "rm", "--force", name);
        }

        var works = run.Status == 0 && run.Output.Contains(subject.Says, StringComparison.Ordinal);
        return new SubjectRun(works, run.Output, works ? "" : $"exit code {run.Status}: {run.Errors}{run.Output}");
    }

    private static async Task<SubjectRun> ServeAsync(Subject subject, string client, TimeSpan limit, string[] options)
    {
        var name = NextName(subject);
        try
        {
            var start = await Command.RunAsync(limit, "docker", ["run", "-d", "--network", "none", "--name", name, .. options, LiveEngine.Image, .. subject.Command]);
            if (start.Status != 0)
            {
                return new SubjectRun(false, "", start.Errors);
            }

            // In the engine's process namespace: see StraceParents.
            var uses = Command.RunAsync(limit, "docker", "run", "--rm", "--name", $"{name}-client", "--pid", "host",
                "--network", $"container:{name}", LiveEngine.Image, "sh", "-c", client);
            var ending = Command.RunAsync("docker", "wait", name);
            if (await Task.WhenAny(uses, ending) == ending)
            {
                // Nobody answers the client any more.
                await Command.RunAsync("docker", "rm", "--force", $"{name}-client");
            }

            var used = await uses;
            await Command.RunAsync("docker", "stop", "--time", $"{(int)limit.TotalSeconds}", name);
            var status = (await ending).Output.Trim();
            var said = await Command.RunAsync("docker", "logs", name);
            var works = used.Status == 0 && status == "0";
            return new SubjectRun(works, used.Output, works ? "" : $"exit code {status}, of its client {used.Status}: {said.Errors}{said.Output}{used.Errors}");
        }
        finally
        {
            await Command.RunAsync("docker", "rm", "--force", name);
            await Command.RunAsync("docker", "rm", "--force", $"{name}-client");
        }
    }

    private static string NextName(Subject subject) => $"{subject.Name}-{Interlocked.Increment(ref _count)}";
}
