using System.Collections.Immutable;
using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Verification;
using Ctrace.Files;
using Ctrace.Profiles;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile compare A B</c>: what one profile allows that another does not.</summary>
internal static class ProfileCompareCommand
{
    public static Command Create()
    {
        var first = new Argument<string>("A") { Description = $"What may allow more: a profile's or filter's file, a running container, or {SeccompInput.DockerDefaultName}" };
        var second = new Argument<string>("B") { Description = "What to compare it with" };
        var both = new Option<bool>("--both") { Description = "Also show what B allows that A does not" };
        var json = CommandOutput.Json();
        var capabilities = new CapabilityArguments();
        var command = new Command(
            "compare",
            """
            Show what one seccomp profile or running container allows that another does not.

            ctrace compiles both into the filters that the container runtime would load, and compares them call by call for
            all arguments at once: what counts is what the kernel would do, not how the rules are written. Rules that
            depend on capabilities, the architecture or the kernel are decided for a container with Docker's default
            capabilities, or with those of --cap-add and --cap-drop, on this machine.

            A name that no file has is a running container, or a process by its id: of it counts the filter that the kernel
            enforces, as 'ctrace inspect' reads it, which needs root. A file can also be a filter as tools dump it (.bpf).

            Exits with 0 if there is no difference, which is proved then, and with 1 if there may be one.

            Examples:
              ctrace profile compare web.json docker-default
              ctrace profile compare old.json new.json --both
              ctrace profile compare web.json docker-default --cap-add NET_ADMIN --json
              ctrace profile compare web web.json                          is what runs no wider than what was reviewed
            """)
        {
            first,
            second,
            both,
            json,
        };
        capabilities.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var (a, b) = (result.GetValue(first)!, result.GetValue(second)!);
            var native = NativeArchitecture.Current;
            var circumstances = capabilities.Read(result, native);
            var (ofA, ofB) = (await FiltersAsync(a, circumstances, cancellation), await FiltersAsync(b, circumstances, cancellation));
            var forward = ProfileComparison.Of(ofA, ofB, native.Family);
            var backward = result.GetValue(both) ? ProfileComparison.Of(ofB, ofA, native.Family) : null;
            result.Print(result.GetValue(json)
                ? Json(forward, backward)
                : Text(a, b, forward) + (backward is null ? "" : "\n" + Text(b, a, backward)));
            return forward.Calls.IsEmpty && backward is null or { Calls.IsEmpty: true } ? 0 : (int)FailureKind.Found;
        });
        return command;
    }

    private static async Task<ImmutableArray<SeccompFilter>> FiltersAsync(string name, Circumstances circumstances, CancellationToken cancellation)
    {
        if (name == "-" || name == SeccompInput.DockerDefaultName || name.Contains('/', StringComparison.Ordinal) || OpenFile.Find(name) is not null)
        {
            return [SeccompInput.Open(name).Compile(circumstances)];
        }

        try
        {
            return await RunningContainer.FiltersAsync(name, cancellation);
        }
        catch (CtraceException failure) when (failure.Kind is FailureKind.NoInput or FailureKind.Unavailable)
        {
            throw new CtraceException(failure.Kind, $"there is no file '{name}', and as a container: {failure.Message}", SeccompInput.IsMisspelt(name) ? SeccompInput.Hint(name) : failure.Hint, failure);
        }
    }

    private static string Text(string first, string second, ProfileComparison comparison) => Printable.Escape(
        comparison.Calls.IsEmpty ? $"{second} allows all that {first} allows" : $"{first} allows, and {second} does not:") + "\n" + comparison.ToText();

    private static string Json(ProfileComparison forward, ProfileComparison? backward)
    {
        return JsonStyle.Text(writer =>
        {
            writer.WriteStartObject();
            forward.WriteJson(writer, "only_a");
            backward?.WriteJson(writer, "only_b");
            writer.WriteEndObject();
        });
    }
}
