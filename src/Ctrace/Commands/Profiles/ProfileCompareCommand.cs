using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Verification;
using Ctrace.Profiles;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile compare A B</c>: what one profile allows that another does not.</summary>
internal static class ProfileCompareCommand
{
    public static Command Create()
    {
        var first = new Argument<string>("A") { Description = $"The profile that may allow more: a file, or {SeccompInput.DockerDefaultName}" };
        var second = new Argument<string>("B") { Description = "The profile to compare it with" };
        var both = new Option<bool>("--both") { Description = "Also show what B allows that A does not" };
        var json = CommandOutput.Json();
        var capabilities = new CapabilityArguments();
        var command = new Command(
            "compare",
            """
            Show what one seccomp profile allows that another does not.

            ctrace compiles both into the filters that the container runtime would load, and compares them call by call for
            all arguments at once: what counts is what the kernel would do, not how the rules are written. Rules that
            depend on capabilities, the architecture or the kernel are decided for a container with Docker's default
            capabilities, or with those of --cap-add and --cap-drop, on this machine.

            Exits with 0 if there is no difference, which is proved then, and with 1 if there may be one.

            Examples:
              ctrace profile compare web.json docker-default
              ctrace profile compare old.json new.json --both
              ctrace profile compare web.json docker-default --cap-add NET_ADMIN --json
            """)
        {
            first,
            second,
            both,
            json,
        };
        capabilities.AddTo(command);
        command.SetAction(result =>
        {
            var (a, b) = (result.GetValue(first)!, result.GetValue(second)!);
            var native = NativeArchitecture.Current;
            var circumstances = capabilities.Read(result, native);
            SeccompFilter[] ofA = [Compile(a, circumstances)], ofB = [Compile(b, circumstances)];
            var forward = ProfileComparison.Of(ofA, ofB, native.Family);
            var backward = result.GetValue(both) ? ProfileComparison.Of(ofB, ofA, native.Family) : null;
            result.Print(result.GetValue(json)
                ? Json(forward, backward)
                : Text(a, b, forward) + (backward is null ? "" : "\n" + Text(b, a, backward)));
            return forward.Calls.IsEmpty && backward is null or { Calls.IsEmpty: true } ? 0 : (int)FailureKind.Found;
        });
        return command;
    }

    private static SeccompFilter Compile(string name, Circumstances circumstances) =>
        FilterCompiler.Compile(ResolvedProfile.Of(SeccompInput.ReadNamed(name), circumstances));

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
