namespace Ctrace.Live;

/// <summary>How a subject fared in a container.</summary>
/// <param name="Works">Whether it did all that it is there to do.</param>
/// <param name="Output">What it said on standard output (a server's client, for a server).</param>
/// <param name="Problem">What went wrong, where something did.</param>
public sealed record SubjectRun(bool Works, string Output, string Problem)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static int _count;

    /// <summary>Runs it with more options for docker run.</summary>
    public static Task<SubjectRun> RunAsync(Subject subject, params string[] options) =>
        subject.Client is null ? RunToEndAsync(subject, options) : ServeAsync(subject, subject.Client, options);

    private static async Task<SubjectRun> RunToEndAsync(Subject subject, string[] options)
    {
        var name = NextName(subject);
        var run = await Command.RunAsync(Patience, "docker", ["run", "--rm", "--name", name, .. options, LiveEngine.Image, .. subject.Command]);
        if (run.Status == 124)
        {
            await Command.RunAsync("docker", "rm", "--force", name);
        }

        var works = run.Status == 0 && run.Output.Contains(subject.Says, StringComparison.Ordinal);
        return new SubjectRun(works, run.Output, works ? "" : $"exit code {run.Status}: {run.Errors}{run.Output}");
    }

    private static async Task<SubjectRun> ServeAsync(Subject subject, string client, string[] options)
    {
        var name = NextName(subject);
        try
        {
            var start = await Command.RunAsync(Patience, "docker", ["run", "-d", "--name", name, .. options, LiveEngine.Image, .. subject.Command]);
            if (start.Status != 0)
            {
                return new SubjectRun(false, "", start.Errors);
            }

            // In the engine's process namespace: see StraceParents.
            var used = await Command.RunAsync(Patience, "docker", "run", "--rm", "--name", $"{name}-client", "--pid", "host",
                "--network", $"container:{name}", LiveEngine.Image, "sh", "-c", client);
            await Command.RunAsync(Patience, "docker", "stop", "--time", "2", name);
            var status = (await Command.RunAsync(Patience, "docker", "wait", name)).Output.Trim();
            var said = await Command.RunAsync(Patience, "docker", "logs", name);
            var works = used.Status == 0 && status == "0";
            return new SubjectRun(works, used.Output, works ? "" : $"exit code {status}, of its client {used.Status}: {said.Errors}{said.Output}{used.Errors}");
        }
        finally
        {
            await Command.RunAsync(Patience, "docker", "rm", "--force", name);
            await Command.RunAsync(Patience, "docker", "rm", "--force", $"{name}-client");
        }
    }

    private static string NextName(Subject subject) => $"{subject.Name}-{Interlocked.Increment(ref _count)}";
}
