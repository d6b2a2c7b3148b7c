using System.CommandLine;
using System.Text;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Profiles;
using Ctrace.Core.Scores;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Tracefiles;
using Ctrace.Core.Traces;
using Ctrace.Engines.Docker;
using Ctrace.Files;
using Ctrace.Profiles;

namespace Ctrace.Commands;

/// <summary><c>ctrace score PROFILE|TRACEFILE|CONTAINER</c>: how much is allowed, beside Docker's default.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var subject = new Argument<string>("SUBJECT") { Description = $"A seccomp profile or filter, a tracefile, a container's name or id, or {SeccompInput.DockerDefaultName}" };
        subject.CompletionSources.AddContainers();
        var json = CommandOutput.Json();
        var html = new Option<string?>("--html") { Description = "Also write a report for people: one HTML file", HelpName = "FILE" };
        var minimum = WholeNumber.Option("--min-score", "Exit with 1 if the score is below this", standard: 0, minimum: 0, maximum: 100);
        var capabilities = new CapabilityArguments();
        var arguments = new ArgumentsOption();
        var command = new Command(
            "score",
            """
            Count what a profile, a recording or a container allows, beside Docker's default.

            Counts the allowed system calls and capabilities out of all that this kernel has, names the dangerous ones with
            the reason and its source, and warns of everything that Docker's default does not allow.

            For a tracefile ctrace scores the restriction that it makes from it; for a container what it was created with; for
            a profile a container with Docker's default capabilities, or with those of --cap-add and --cap-drop.

            The score is one number, from 0 (everything is allowed) to 100 (nothing is). What allows more never has a larger one,
            so that it can gate: with --min-score ctrace exits with 1 if the number is below.

            Examples:
              ctrace score web.trace
              ctrace score --min-score 70 web.json
              ctrace score --html report.html web.trace
              ctrace score --arguments web.trace
              ctrace score --cap-drop ALL --cap-add NET_RAW ping.json
              ctrace score --json my-container
            """)
        {
            subject,
            json,
            html,
            minimum,
        };
        arguments.AddTo(command);
        arguments.AddWithinTo(command);
        capabilities.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var found = await FindAsync(result.GetValue(subject)!, capabilities.Read(result, NativeArchitecture.Current), trace => arguments.Build(result, trace), cancellation);
            if (found.Trace is { } trace)
            {
                result.Warn(TraceDoubts.Of(trace).Select(doubt => $"{found.Name}: {doubt}"));
            }

            var score = Score.Of(found);
            if (result.GetValue(html) is { } file)
            {
                AtomicFile.Write(file, Encoding.UTF8.GetBytes(ScoreHtml.Write(score)));
            }

            if (result.GetValue(html) is not ("-" or "/dev/stdout"))
            {
                result.Print(result.GetValue(json) ? ScoreJson.Write(score) : ScoreText.Write(score));
            }

            if (result.GetValue(minimum) is var least && score.Points < least)
            {
                result.Tell($"{found.Name}: the score is {score.Points}, below {least}");
                return (int)FailureKind.Found;
            }

            return 0;
        });
        return command;
    }

    /// <summary>A name with a file behind it is the file, and a file that begins as JSON does is a profile.</summary>
    private static async Task<ScoreSubject> FindAsync(string name, Circumstances circumstances, Func<Trace, SeccompProfile> build, CancellationToken cancellation)
    {
        if (name == SeccompInput.DockerDefaultName)
        {
            return new ScoreSubject(name, "Docker's default profile", DockerDefault.Profile, circumstances);
        }

        if (name != "-" && OpenFile.Find(name) is null && !name.Contains('/', StringComparison.Ordinal))
        {
            return await FindContainerAsync(name, circumstances, cancellation);
        }

        var content = TextInput.ReadBytes(name);
        if (SeccompFilter.IsDump(content))
        {
            return new ScoreSubject(name, "a seccomp filter", ScoreSubject.Unconfined, circumstances) { Filter = SeccompFilter.ReadDump(content, name) };
        }

        var text = TextInput.Decode(content, name);
        return text.AsSpan().TrimStart() is ['{', ..]
            ? new ScoreSubject(name, "a seccomp profile", SeccompReader.Read(Encoding.UTF8.GetBytes(text), name).Profile, circumstances)
            : OfTrace(name, TracefileReader.Read(Encoding.UTF8.GetBytes(text), name), circumstances, build);
    }

    private static ScoreSubject OfTrace(string name, Trace trace, Circumstances circumstances, Func<Trace, SeccompProfile> build)
    {
        var used = trace.NeededCapabilities.Where(capability => Capability.Number(capability) is not null).ToHashSet(StringComparer.Ordinal);
        return new ScoreSubject(name, "a container that is restricted to this recording", build(trace),
            circumstances with { Native = trace.Architecture, Capabilities = used }, trace);
    }

    private static async Task<ScoreSubject> FindContainerAsync(string name, Circumstances circumstances, CancellationToken cancellation)
    {
        using var engine = new DockerEngine(DockerEndpoint.FromEnvironment());
        var security = (await engine.InspectAsync(name, cancellation)).Security;
        var profile = security.SeccompUnconfined ? ScoreSubject.Unconfined
            : security.SeccompProfile is { } text ? SeccompReader.Read(Encoding.UTF8.GetBytes(text), $"the profile of {name}").Profile
            : DockerDefault.Profile;
        var description = security.Privileged ? "a privileged container" : security.SeccompUnconfined ? "a container without a seccomp profile" : "a container";
        return new ScoreSubject(name, description, profile,
            circumstances with { Capabilities = ContainerCapabilities.Of(security.CapAdd, security.CapDrop, security.Privileged) });
    }
}
